// When things go wrong: Redis stops and comes back, cables break, servers die, gateways are killed.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createBroker } from "../../servers/redis/broker/broker.ts";
import { locateRedis } from "../../servers/redis/locate.ts";
import { startPlayground } from "../playground.ts";
import { isAlive } from "../processes.ts";
import { hears, openWorld, type World } from "../world.ts";

describe("a lab whose Redis stops and comes back", () => {
  test("keeps both servers alive, and crosses again", async () => {
    let broker = await createBroker();
    const { port } = broker;
    const redis = await locateRedis({ url: broker.url });
    const world = await openWorld("embedded", { redis });
    onTestFinished(async () => {
      await world.close();
      await redis.close();
      await broker.close();
    });
    const lab = await world.openLab();
    const alpha = await lab.client("a");
    const alphaToo = await lab.client("a");
    const beta = await lab.client("b");
    await lab.setLinks("adapter", "adapter");
    const pids = Object.values(lab.servers).map(({ pid }) => pid);

    await broker.close();
    await expect
      .poll(async () => (await world.call("GET", "/healthz")).body)
      .toMatchObject({
        status: "degraded",
        redis: { up: false },
      });
    for (let i = 0; i < 5; i += 1) await alpha.send(`outage ${i}`);
    await hears(alphaToo, "outage 4");
    broker = await createBroker({ port });
    await lab.traced("redis", ({ up }) => up);

    // B subscribes again by itself; B reports when.
    await expect.poll(async () => (await beta.socket.emitWithAck("who")).length ?? 0).toBe(3);
    await alpha.send("after");
    await hears(beta, "after");
    const { servers } = (await world.call("GET", `/api/labs/${lab.id}`)).body;
    expect([servers.a.pid, servers.b.pid]).toEqual(pids);
    expect([servers.a.state, servers.b.state]).toEqual(["running", "running"]);
  });
});

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded");
});
afterAll(() => world.close());

describe("a cable", () => {
  test.each(["close", "reset", "blackhole"] as const)(
    "that is set to %s refuses a link, and says which state it is in",
    async (state) => {
      const lab = await world.openLab();
      await lab.change("PATCH", "/cables/a", { state });
      const answer = await world.call("PATCH", `/api/labs/${lab.id}/servers/a`, {
        token: lab.token,
        body: { link: "adapter" },
      });
      expect(answer).toMatchObject({
        status: 409,
        body: { error: { code: "conflict", message: expect.stringContaining(state) } },
      });

      await lab.change("PATCH", "/cables/a", { state: "up" });
      expect(await lab.change("PATCH", "/servers/a", { link: "adapter" })).toMatchObject({ link: "adapter" });
    },
  );

  test.each(["close", "reset", "blackhole"] as const)(
    "that breaks by %s cuts B off until it's up again, and no server dies",
    async (state) => {
      const lab = await world.openLab();
      const alpha = await lab.client("a");
      const beta = await lab.client("b");
      await lab.setLinks("adapter", "adapter");
      await lab.change("PATCH", "/cables/b", { state });
      await alpha.send("in the dark");
      const { message } = await lab.traced("received", ({ text }) => text === '"in the dark"');
      await lab.traced("accepted", (event) => event.message === message);
      if (state === "blackhole") await lab.traced("dropped", (event) => event.message === message);
      await beta.send("own server");
      await hears(beta, "own server");
      await lab.change("PATCH", "/cables/b", { state: "up" });
      await expect.poll(async () => (await beta.socket.emitWithAck("who")).length).toBe(2);
      await alpha.send("light");

      expect(await hears(beta, "light")).not.toContain("in the dark");
      expect((await world.call("GET", `/api/labs/${lab.id}`)).body.servers).toMatchObject({
        a: { pid: lab.servers.a.pid, state: "running" },
        b: { pid: lab.servers.b.pid, state: "running" },
      });
    },
  );

  test.each([
    ["only B's PUBLISH resets that connection, and B does not subscribe again", "b", []],
    ["A's message to B makes B subscribe again", "a", ["PSUBSCRIBE", "SUBSCRIBE", "SUBSCRIBE", "SUBSCRIBE"]],
  ] as const)("that is up again after it lost %s", async (_, speaker, commands) => {
    const lab = await world.openLab();
    const [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
    await lab.setLinks("adapter", "adapter");
    await lab.change("PATCH", "/cables/b", { state: "blackhole" });
    await { a: alpha, b: beta }[speaker].send("lost");
    const lost = await lab.traced("dropped");
    expect(lost).toMatchObject({ server: "b", towards: speaker === "b" ? "redis" : "server" });
    await lab.change("PATCH", "/cables/b", { state: "up" });
    await lab.traced("log", ({ server, text }) => server === "b" && text.includes("ECONNRESET"));
    await expect.poll(async () => (await beta.socket.emitWithAck("who")).length).toBe(2);
    await alpha.send("light");
    await hears(beta, "light");

    const since = (await lab.trace()).flatMap((event) =>
      event.type === "command" && event.server === "b" && event.seq > lost.seq ? [event.text] : [],
    );
    // Logged once for each new connection.
    expect(since.filter((text) => text.startsWith("HELLO"))).toHaveLength(1);
    expect(since.flatMap((text) => /^P?SUBSCRIBE/.exec(text)?.[0] ?? [])).toEqual(commands);
  });
});

describe("a cable that is slow or loses messages", () => {
  test("with a delay brings everything later, and in order", async () => {
    const lab = await world.openLab();
    const alpha = await lab.client("a");
    const beta = await lab.client("b");
    await lab.setLinks("adapter", "adapter");
    await lab.change("PATCH", "/cables/b", { delayMs: 150 });
    const words = ["one", "two", "three"];
    for (const word of words) await alpha.send(word);

    expect(await hears(beta, "three")).toEqual(words);
    const { message, at } = await lab.traced("forwarded", ({ server }) => server === "b");
    const arrived = await lab.traced("arrived", (event) => event.server === "b" && event.message === message);
    expect(arrived.at - at).toBeGreaterThan(149);
  });

  test("that loses a message has it in the trace", async () => {
    const lab = await world.openLab();
    const alpha = await lab.client("a");
    await lab.setLinks("adapter", "adapter");
    await lab.change("PATCH", "/cables/b", { state: "blackhole" });
    await alpha.send("lost");
    const { message } = await lab.traced("sent", ({ text }) => text === '"lost"');

    expect(await lab.traced("dropped", (event) => event.message === message)).toMatchObject({
      server: "b",
      towards: "server",
      state: "blackhole",
    });
  });
});

describe("a server that dies by itself", () => {
  test("is shown as crashed, with the signal, and starts again", async () => {
    const world = await openWorld("embedded");
    onTestFinished(() => world.close());
    const lab = await world.openLab();
    const alpha = await lab.client("a", { auth: { name: "α" } });
    const back = new Promise((resolve) => alpha.socket.io.once("reconnect", resolve));
    // A process that dies at once can't report who was connected.
    await lab.traced("connected", ({ client }) => client === "α");
    process.kill(lab.servers.a.pid ?? 0, "SIGABRT");

    expect(await lab.traced("server", ({ state }) => state === "crashed")).toMatchObject({
      server: "a",
      pid: null,
      reason: expect.stringContaining("SIGABRT"),
    });
    expect(await lab.traced("disconnected")).toMatchObject({ client: "α" });
    expect(
      await world.call("PATCH", `/api/labs/${lab.id}/servers/a`, {
        token: lab.token,
        body: { link: "adapter" },
      }),
    ).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining("/start") } },
    });
    expect(await lab.change("POST", "/servers/a/start")).toMatchObject({ state: "running" });
    await back;
    expect(await alpha.send("here again")).toBe("ok");
  });
});

describe("a gateway that is killed", () => {
  test("leaves no server, no broker and no Redis behind", async () => {
    const gateway = await startPlayground();
    const lab = await (await fetch(`${gateway.url}/api/labs`, { method: "POST" })).json();
    const descendants = gateway.processes().map(({ pid }) => pid);
    expect(descendants).toEqual(expect.arrayContaining([lab.servers.a.pid, lab.servers.b.pid]));

    await gateway.kill();
    await expect.poll(() => descendants.filter(isAlive)).toEqual([]);
  });
});
