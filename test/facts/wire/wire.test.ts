import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hears, openWorld, type RedisClient, type TestLab, type World } from "../../world.ts";
import { hearsEvent, noRedis, openTappedPair, type Passed } from "../servers.ts";

const fact = test.skipIf(noRedis);
let world: World;
let lab: TestLab;
let raw: RedisClient;
beforeAll(async () => {
  if (noRedis) return;
  world = await openWorld("local");
  lab = await world.openLab({ shared: true });
  await lab.setLinks("adapter", "adapter");
  raw = await world.redisClient();
});
afterAll(() => world?.close());

describe("1.4 the path of a broadcast", () => {
  fact("a server publishes first, tells its own clients at once, and waits for nothing", async () => {
    const alpha = await lab.client("a");
    await alpha.send("first and second");
    await hears(alpha, "first and second");
    const { message } = await lab.traced("received", ({ text }) => text === '"first and second"');
    const accepted = await lab.traced("accepted", (event) => event.message === message);
    const delivered = await lab.traced(
      "delivered",
      (event) => event.message === message && event.server === "a",
    );
    expect(delivered.at).toBeLessThan(accepted.at);
  });

  fact("the channel is the namespace's; for exactly one room, the room's", async () => {
    const { a, nth } = await openTappedPair(world.redis.url);
    a.io.emit("x");
    a.io.to("tea").emit("x");
    a.io.to(["tea", "milk"]).emit("x");
    a.io.except("tea").emit("x");
    await nth(3);
    const channels = await Promise.all([0, 1, 2, 3].map(nth));
    expect(channels.map(({ channel }) => channel)).toEqual(["#/#", "#/#tea#", "#/#", "#/#"]);
  });

  fact("every server subscribes once by a pattern for each namespace", async () => {
    for (const server of ["a", "b"] as const) {
      const all = (await lab.trace()).filter((event) => event.type === "command" && event.server === server);
      const texts = all.map((event) => "text" in event && event.text);
      expect(texts.filter((text) => String(text).startsWith("PSUBSCRIBE"))).toEqual([
        "PSUBSCRIBE socket.io#/#*",
      ]);
    }
  });

  fact(
    "every server gets every broadcast, including its own and those for rooms it has nobody in",
    async () => {
      const [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
      await alpha.socket.emitWithAck("room:join", "only on A");
      await alpha.socket.emitWithAck("room:message", { room: "only on A", data: "useless on B" });
      await hears(alpha, "useless on B");
      await alpha.send("fence of useless");
      expect(await hears(beta, "fence of useless")).not.toContain("useless on B");
      // A's own arrival may be reported after B's.
      const arrivals = async () =>
        (await lab.trace())
          .flatMap((event) => (event.type === "arrived" ? [event] : []))
          .filter(({ payload }) => payload.text === '"useless on B"')
          .map(({ server, own }) => [server, own])
          .sort();
      await expect.poll(arrivals).toEqual([
        ["a", true],
        ["b", false],
      ]);
      expect(alpha.heard.filter((data) => data === "useless on B")).toHaveLength(1);
    },
  );

  fact("except is judged by the Maps of the receiving server", async () => {
    const { a, b, alpha, beta } = await openTappedPair(world.redis.url);
    b.io.local.socketsJoin("tea");
    a.io.except("tea").emit("not for tea");
    a.io.emit("fence");
    expect(await hearsEvent(beta, "fence")).toEqual([["fence"]]);
    expect(alpha.heard).toEqual([["not for tea"], ["fence"]]);
  });

  fact("what one server emits arrives in its order", async () => {
    const { a, beta } = await openTappedPair(world.redis.url);
    a.io.local.socketsJoin("tea");
    const events = Array.from({ length: 6 }, (_, i) => [`n${i}`]);
    for (const [index, [event]] of events.entries()) {
      if (index % 2) a.io.to(beta.socket.id ?? "").emit(event ?? "");
      else a.io.emit(event ?? "");
    }
    await hearsEvent(beta, "n5");
    expect(beta.heard).toEqual(events);
  });
});

describe("1.5 the exact wire format", () => {
  fact("a broadcast is a msgpack array of uid, packet and options: io.emit(x, 1) has 53 bytes", async () => {
    const { a, nth } = await openTappedPair(world.redis.url);
    a.io.emit("x", 1);
    const { bytes, format, value } = await nth(0);
    expect(bytes).toHaveLength(53);
    expect(bytes.toString("hex")).toMatch(/^93a6.{12}83a47479706502a46461746192a17801/);
    expect(format).toBe("msgpack");
    expect(value).toEqual([
      expect.stringMatching(/^.{6}$/),
      { type: 2, data: ["x", 1], nsp: "/" },
      { rooms: [], except: [], flags: {} },
    ]);
  });

  fact("the lab's trace shows the same, decoded", async () => {
    const alpha = await lab.client("a");
    await alpha.socket.emitWithAck("room:message", { room: "tea", data: { hi: 1 } });
    expect(await lab.traced("published", ({ channel }) => channel === "socket.io#/#tea#")).toMatchObject({
      command: "PUBLISH",
      payload: {
        kind: "broadcast",
        uid: expect.stringMatching(/^.{6}$/),
        event: "message",
        text: '{"hi":1}',
        rooms: ["tea"],
        except: [],
        flags: [],
      },
    });
  });

  fact("flags are named as they were set, and binary is native msgpack", async () => {
    const { a, nth } = await openTappedPair(world.redis.url);
    const optionsOf = ({ value }: Passed) => (value as [string, object, { flags: object }])[2];
    a.io.emit("plain");
    a.io.volatile.emit("volatile");
    a.io.emit("binary", Buffer.from([1, 2, 3]));
    expect(optionsOf(await nth(0)).flags).toEqual({});
    expect(optionsOf(await nth(1)).flags).toEqual({ volatile: true });
    const { bytes } = await nth(2);
    expect(bytes.includes(Buffer.from([0xc4, 3, 1, 2, 3]))).toBe(true);
  });

  fact("requests are JSON by number on the request channel, answers on the response channel", async () => {
    const { a, b, nth, passed } = await openTappedPair(world.redis.url);
    b.io.on("ask", (answer) => answer("yes"));
    await a.io.fetchSockets();
    expect(await nth(0)).toMatchObject({ channel: "-request#/#", format: "json", value: { type: 5 } });
    expect(await nth(1)).toMatchObject({ channel: "-response#/#", format: "json" });
    await a.io.serverSideEmitWithAck("ask");
    expect(await nth(2)).toMatchObject({ channel: "-request#/#", format: "json", value: { type: 6 } });
    expect(await nth(3)).toMatchObject({ channel: "-response#/#", value: { type: 6, data: "yes" } });
    const { adapter } = a.io.of("/");
    await (adapter as unknown as { allRooms: () => Promise<unknown> }).allRooms();
    expect(await nth(4)).toMatchObject({ channel: "-request#/#", value: { type: 1 } });
    await nth(5);
    a.io.socketsJoin("tea");
    a.io.socketsLeave("tea");
    a.io.disconnectSockets();
    await nth(8);
    expect(passed.slice(6).map(({ value }) => (value as { type: number }).type)).toEqual([2, 3, 4]);
  });

  fact(
    "a broadcast with acknowledgement is msgpack; its count is JSON, its answers are msgpack",
    async () => {
      const { a, alpha, beta, passed } = await openTappedPair(world.redis.url);
      for (const { socket } of [alpha, beta]) socket.on("question", (answer) => answer(1));
      await a.io.timeout(2000).emitWithAck("question");
      await expect.poll(() => passed.length).toBe(3);
      expect(passed).toMatchObject([
        { channel: "-request#/#", format: "msgpack", value: { type: 7 } },
        { channel: "-response#/#", format: "json", value: { type: 8, clientCount: 1 } },
        { channel: "-response#/#", format: "msgpack", value: { type: 9, packet: 1 } },
      ]);
    },
  );

  fact("every server listens on a response channel of its own, used or not", async () => {
    const { key, a, b } = await openTappedPair(world.redis.url);
    const uids = [a, b].map(({ io }) => (io.of("/").adapter as unknown as { uid: string }).uid);
    const channels = uids.map((uid) => `${key}-response#/#${uid}#`);
    expect(Object.values(await raw.pubSubNumSub(channels))).toEqual([1, 1]);
  });
});

describe("1.5 names and data on the wire", () => {
  fact.each([["a#b"], ["123"], ["*"], ["茶 👋"], ["x".repeat(100)]])(
    "a room may be called %s",
    async (room) => {
      const beta = await lab.client("b");
      await beta.socket.emitWithAck("room:join", room);
      const alpha = await lab.client("a");
      await alpha.socket.emitWithAck("room:message", { room, data: `to ${room}` });
      expect(await hears(beta, `to ${room}`)).toEqual([`to ${room}`]);
    },
  );

  fact("a room may be empty or a number, and io.to(undefined) is the room 'undefined'", async () => {
    const { a, b, beta, nth } = await openTappedPair(world.redis.url);
    const served = b.io.sockets.sockets.get(beta.socket.id ?? "");
    await served?.join("");
    await served?.join(123 as unknown as string);
    a.io.to("").emit("empty");
    a.io.to(123 as unknown as string).emit("number");
    a.io.to(undefined as unknown as string).emit("nobody");
    a.io.emit("fence");
    expect(await hearsEvent(beta, "fence")).toEqual([["empty"], ["number"], ["fence"]]);
    const channels = await Promise.all([0, 1, 2].map(nth));
    expect(channels.map(({ channel }) => channel)).toEqual(["#/##", "#/#123#", "#/#undefined#"]);
  });

  fact("a BigInt makes io.emit throw at once", async () => {
    const { a } = await openTappedPair(world.redis.url);
    expect(() => a.io.emit("x", 1n)).toThrow("Could not encode");
  });
});
