// The story of the playground, driven from outside: only HTTP and stock Socket.IO clients, over each kind of Redis.
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { ServerName } from "../../../servers/protocol.ts";
import { hears, openWorld, redisKinds, type TestClient, type TestLab, type World } from "../../world.ts";

type It = ReturnType<typeof test.skipIf>;

let world: World;
// Tests that end a server or read the whole trace open their own lab.
let lab: TestLab;
/** A client of the shared lab, which leaves before the next test. */
async function client(server: ServerName, options?: Parameters<TestLab["client"]>[1]): Promise<TestClient> {
  const joined = await lab.client(server, options);
  const { id } = joined.socket;
  onTestFinished(async () => {
    joined.socket.disconnect();
    await lab.traced("disconnected", ({ socket }) => socket === id);
  });
  return joined;
}

describe.each(redisKinds)("a lab over $kind Redis", ({ kind, missing }) => {
  const it = test.skipIf(missing);
  beforeAll(async () => {
    if (missing) return;
    world = await openWorld(kind);
    lab = await world.openLab({ shared: true });
  });
  afterEach(() => lab?.setLinks("none", "none"));
  afterAll(() => world?.close());

  messages(it);
  roomsAndLabs(it);
  traces(it);
  restarts(it);
});

function messages(it: It): void {
  describe.each([["websocket"], ["polling"]])("with clients over %s", (transport) => {
    const options = { transports: [transport] };

    it("keeps a broadcast on its own server until both adapters are on", async () => {
      const alpha = await client("a", options);
      const beta = await client("b", options);

      await alpha.send("nobody on B hears this");
      await lab.setLinks("adapter", "adapter");
      await alpha.send("now B hears");

      expect(await hears(beta, "now B hears")).toEqual(["now B hears"]);
      expect(await hears(alpha, "now B hears")).toEqual(["nobody on B hears this", "now B hears"]);
      expect(beta.socket.connected && alpha.socket.connected).toBe(true);
    });
  });

  it.each([
    ["adapter", "none"],
    ["none", "adapter"],
  ])("lets nothing cross with A's link %s and B's %s", async (a, b) => {
    const alpha = await client("a");
    const beta = await client("b");
    await lab.setLinks(a, b);

    await alpha.send("from A");
    await beta.send("from B");
    await lab.setLinks("adapter", "adapter");
    await alpha.send("fence");

    expect(await hears(beta, "fence")).toEqual(["from B", "fence"]);
    expect(await hears(alpha, "fence")).toEqual(["from A", "fence"]);
  });

  it("stops a server from hearing the others when its adapter is turned off", async () => {
    const alpha = await client("a");
    const beta = await client("b");
    await lab.setLinks("adapter", "adapter");
    await lab.setLinks("adapter", "none");
    await alpha.send("while B was off");
    await lab.setLinks("adapter", "adapter");
    await alpha.send("after");

    expect(await hears(beta, "after")).toEqual(["after"]);
  });

  it("passes every kind of data unchanged, binary too", async () => {
    const alpha = await client("a");
    const beta = await client("b");
    await lab.setLinks("adapter", "adapter");
    const data = [
      "",
      0,
      -1.5,
      true,
      null,
      "héllo 你好 👋🏽",
      { deep: [{ er: [1, [2]] }] },
      [[]],
      "x".repeat(20_000),
    ];
    for (const item of data) await alpha.send(item);
    await alpha.send(Buffer.from([0, 255, 10]));

    expect(await hears(beta, Buffer.from([0, 255, 10]))).toEqual([...data, Buffer.from([0, 255, 10])]);
  });
}

function roomsAndLabs(it: It): void {
  it("sends to a room on both servers, and to nobody else", async () => {
    const [alpha, beta, gamma] = await Promise.all([client("a"), client("b"), client("b")]);
    await lab.setLinks("adapter", "adapter");
    await Promise.all([alpha, beta].map(({ socket }) => socket.emitWithAck("room:join", "tea")));
    await gamma.socket.emitWithAck("room:message", { room: "tea", data: "for tea" });
    await beta.socket.emitWithAck("room:leave", "tea");
    await gamma.socket.emitWithAck("room:message", { room: "tea", data: "without β" });
    await gamma.send("fence");

    expect(await hears(alpha, "fence")).toEqual(["for tea", "without β", "fence"]);
    expect(await hears(beta, "fence")).toEqual(["for tea", "fence"]);
    expect(await hears(gamma, "fence")).toEqual(["fence"]);
  });

  it("lists everyone, and asks the other server, only through an adapter", async () => {
    const alpha = await client("a");
    const beta = await client("b");
    const idsOf = async () =>
      (await alpha.socket.emitWithAck("who")).map(({ id }: { id: string }) => id).sort();

    expect(await idsOf()).toEqual([alpha.socket.id]);
    await lab.setLinks("adapter", "adapter");
    expect(await idsOf()).toEqual([alpha.socket.id, beta.socket.id].sort());
    expect(await alpha.socket.emitWithAck("ask:servers")).toMatchObject([{ server: "b", clients: 1 }]);
  });

  it("says in the trace which events a server has no handler for", async () => {
    const alpha = await client("a");
    alpha.socket.emit("order", { id: 1 }, () => {});
    await alpha.send("fence");
    const order = await lab.traced("received", ({ event }) => event === "order");
    const message = await lab.traced("received", ({ text }) => text === '"fence"');
    expect(order).toMatchObject({ text: '{"id":1}', wantsAck: true, unhandled: true });
    expect(message).not.toHaveProperty("unhandled");
  });

  it("keeps two labs apart, whatever their links are", async () => {
    const other = await world.openLab();
    const alpha = await client("a");
    const beta = await client("b");
    const stranger = await other.client("b");
    await Promise.all([lab.setLinks("adapter", "adapter"), other.setLinks("adapter", "adapter")]);
    await alpha.send("for one");
    await hears(beta, "for one");
    const own = await other.client("a");
    await own.send("for other");

    expect(await hears(stranger, "for other")).toEqual(["for other"]);
    expect(alpha.heard).toEqual(["for one"]);
    expect(await stranger.socket.emitWithAck("who")).toHaveLength(2);
  });
}

function traces(it: It): void {
  it("traces a message hop by hop, in causal order, under one name", async () => {
    const lab = await world.openLab();
    const alpha = await lab.client("a", { auth: { name: "α" } });
    const beta = await lab.client("b", { auth: { name: "β" } });
    await lab.setLinks("adapter", "adapter");
    await alpha.send({ hi: 1 });
    const { message } = await lab.traced("delivered", ({ server }) => server === "b");
    await lab.traced("accepted", (event) => event.message === message);
    await lab.traced("arrived", (event) => event.message === message && event.own);

    const trail = (await lab.trace()).filter((event) => "message" in event && event.message === message);
    const steps = trail.map((event) => `${event.type} ${"server" in event ? event.server : ""}`);
    expect(new Set(steps)).toEqual(
      new Set(
        "sent a,received a,delivered a,acknowledged a,published a,accepted a,forwarded a,arrived a,forwarded b,arrived b,delivered b".split(
          ",",
        ),
      ),
    );
    const inOrder = ["sent a", "received a", "published a", "forwarded b", "arrived b", "delivered b"];
    expect(steps.filter((step) => inOrder.includes(step))).toEqual(inOrder);
    expect(trail.find(({ type }) => type === "delivered" && true)).toMatchObject({ text: '{"hi":1}' });
    expect(await lab.traced("delivered", (event) => event.server === "b")).toMatchObject({
      sockets: [beta.socket.id],
    });
    const numbers = (await lab.trace()).map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it("assigns messages with the same text to the right trail", async () => {
    const lab = await world.openLab();
    const alpha = await lab.client("a");
    const beta = await lab.client("b");
    await lab.setLinks("adapter", "adapter");
    for (let i = 0; i < 20; i += 1) alpha.socket.emit("message", "same");
    await expect.poll(() => beta.heard.length).toBe(20);
    await expect.poll(async () => (await lab.trace()).filter(isDelivery).length).toBe(20);

    const trace = await lab.trace();
    const sent = trace.flatMap((event) => (event.type === "sent" ? [event.message] : []));
    const delivered = trace.flatMap((event) => (isDelivery(event) ? [event.message] : []));
    expect(delivered).toEqual(sent);

    function isDelivery(event: {
      type: string;
      server?: string;
    }): event is { type: string; message: string } {
      return event.type === "delivered" && event.server === "b";
    }
  });
}

function restarts(it: It): void {
  it("starts a killed server again with the link it had", async () => {
    const lab = await world.openLab();
    const alpha = await lab.client("a");
    await lab.setLinks("adapter", "adapter");
    expect(await lab.change("POST", "/servers/b/kill")).toMatchObject({
      state: "stopped",
      pid: null,
      link: "adapter",
    });
    expect(await lab.change("POST", "/servers/b/start")).toMatchObject({ state: "running", link: "adapter" });
    const beta = await lab.client("b");
    await alpha.send("back");

    expect(await hears(beta, "back")).toEqual(["back"]);
  });

  it("lets no client into a starting server before its link is in force", async () => {
    const lab = await world.openLab();
    const [alpha, beta] = [await lab.client("a"), await lab.client("b", { reconnectionDelay: 1 })];
    await lab.setLinks("adapter", "adapter");
    for (let round = 0; round < 5; round += 1) {
      const back = new Promise<void>((resolve) => {
        beta.socket.once("disconnect", () => beta.socket.once("connect", () => resolve()));
      });
      await lab.change("POST", "/servers/b/kill");
      const started = lab.change("POST", "/servers/b/start");
      await back;
      await alpha.send(`round ${round}`);
      await started;
      await alpha.send(`fence ${round}`);
      await hears(beta, `fence ${round}`);
      expect(beta.heard).toContain(`round ${round}`);
    }
  });
}
