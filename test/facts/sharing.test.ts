// Sections 1.12 to 1.14: the sharded adapter, sharing one Redis, and publishing from a process without Socket.IO.
//
// Not shown here: a Redis Cluster (NUMSUB for each node, PUBLISH to all of them), which a lab doesn't have; python-socketio;
// and @socket.io/redis-emitter, which isn't a dependency: its wire format is shown instead.
import { encode } from "@msgpack/msgpack";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hears, openWorld, type RedisClient, type TestLab, type World } from "../world.ts";
import { hearsEvent, newKey, noRedis, openBare, openPair } from "./servers.ts";

const fact = test.skipIf(noRedis);
let world: World;
let raw: RedisClient;
let lab: TestLab;
beforeAll(async () => {
  if (noRedis) return;
  world = await openWorld("local");
  raw = await world.redisClient();
  lab = await world.openLab({ shared: true });
  await lab.setLinks("sharded", "sharded");
});
afterAll(() => world?.close());

const shardChannels = async (key: string) => {
  const channels = await raw.pubSubShardChannels(`${key}*`);
  return channels.map((channel) => channel.slice(key.length));
};

describe("1.12 which channels the sharded adapter uses", () => {
  fact("subscribes to the namespace and to itself, by SSUBSCRIBE", async () => {
    const commands = async () =>
      (await lab.trace()).flatMap((event) =>
        event.type === "command" && event.server === "a" && event.text.includes("SUBSCRIBE")
          ? [event.text]
          : [],
      );
    await expect
      .poll(async () => (await commands()).toSorted())
      .toEqual([
        "SSUBSCRIBE socket.io#/#",
        expect.stringMatching(/^SSUBSCRIBE socket\.io#\/#[0-9a-f]{16}#$/),
      ]);
  });

  fact(
    "sends JSON, or msgpack if there is binary data, with SPUBLISH and with other numbers than classic",
    async () => {
      const [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
      const heard: Buffer[] = [];
      const spy = await world.redisClient();
      await spy.sSubscribe(`${lab.id}:socket.io#/#`, (bytes) => void heard.push(bytes), true);
      await alpha.send("text");
      await alpha.send(Buffer.from([1, 2]));
      await hears(beta, Buffer.from([1, 2]));
      await expect.poll(() => heard).toHaveLength(2);
      expect(JSON.parse(String(heard[0]))).toMatchObject({
        type: 3,
        data: { packet: { data: ["message", "text"] } },
      });
      expect(heard[1]?.[0]).not.toBe(0x7b);
      expect(await lab.traced("published", ({ payload }) => payload.text === "<2 bytes>")).toMatchObject({
        command: "SPUBLISH",
        channel: "socket.io#/#",
        payload: { kind: "broadcast", event: "message" },
      });
    },
  );

  fact("tells a server nothing of rooms that it has nobody in", async () => {
    const [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
    await alpha.socket.emitWithAck("room:join", "only A");
    await lab.traced("command", ({ text }) => text === "SSUBSCRIBE socket.io#/#only A#");
    await beta.socket.emitWithAck("room:message", { room: "only A", data: "to A only" });
    await hears(alpha, "to A only");
    await beta.send("fence of only A");
    await hears(alpha, "fence of only A");
    const where = (await lab.trace()).flatMap((event) =>
      event.type === "arrived" && event.payload.text === '"to A only"' ? [event.server] : [],
    );
    expect(where).toEqual(["a"]);
  });
});

describe("1.12 what the sharded adapter mistakes", () => {
  fact("takes any room of 20 characters for a socket's, and keeps it on the common channel", async () => {
    const [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
    const room = "x".repeat(20);
    await beta.socket.emitWithAck("room:join", room);
    await alpha.socket.emitWithAck("room:message", { room, data: "to twenty" });
    await hears(beta, "to twenty");
    expect(await lab.traced("published", ({ payload }) => payload.text === '"to twenty"')).toMatchObject({
      channel: "socket.io#/#",
    });
  });

  fact.each([
    ["static", []],
    ["dynamic", ["#/#tea#"]],
    ["dynamic-private", ["#/#tea#", "#/#<id>#"]],
  ] as const)(
    "in mode %s a server has these channels besides the common ones: %j",
    async (subscriptionMode, more) => {
      const key = newKey();
      const { a, alpha } = await openPair("sharded", { url: world.redis.url, key, subscriptionMode });
      const id = alpha.socket.id ?? "";
      a.io.local.in(id).socketsJoin("tea");
      const isExtra = (channel: string) => channel.includes("tea") || channel.includes(id);
      const extra = async () => (await shardChannels(key)).filter(isExtra).toSorted();
      await expect.poll(extra).toEqual(more.map((channel) => channel.replace("<id>", id)).toSorted());
    },
  );

  fact("does not understand the classic adapter, nor the other way round", async () => {
    const key = newKey();
    const [a, b] = await Promise.all([
      openBare("classic", { url: world.redis.url, key }),
      openBare("sharded", { url: world.redis.url, key }),
    ]);
    const [alpha, beta] = await Promise.all([a.client(), b.client()]);
    await expect
      .poll(() => Promise.all([a, b].map(({ io }) => io.of("/").adapter.serverCount())))
      .toEqual([1, 1]);
    a.io.emit("from classic");
    b.io.emit("from sharded");
    await Promise.all([hearsEvent(alpha, "from classic"), hearsEvent(beta, "from sharded")]);
    // After a request to Redis on each publishing connection, nothing is in progress any more.
    await Promise.all([a.io.fetchSockets(), b.io.fetchSockets()]);
    a.io.local.emit("fence");
    b.io.local.emit("fence");
    expect(await hearsEvent(alpha, "fence")).toEqual([["from classic"], ["fence"]]);
    expect(await hearsEvent(beta, "fence")).toEqual([["from sharded"], ["fence"]]);
  });
});

describe("1.13 sharing one Redis", () => {
  const next = ({ heard }: { heard: unknown[][] }) => heard.map(([event]) => event);

  fact(
    "two applications with the same key hear each other, whatever the number of their database",
    async () => {
      const key = newKey();
      const [mine, theirs] = await Promise.all([
        openBare("classic", { url: world.redis.url, key }),
        openBare("classic", { url: `${world.redis.url}/5`, key }),
      ]);
      const listener = await theirs.client();
      await expect.poll(() => mine.io.of("/").adapter.serverCount()).toBe(2);
      mine.io.emit("leaks");
      await expect.poll(() => next(listener)).toEqual(["leaks"]);
    },
  );

  fact("another key keeps them apart", async () => {
    const [mine, theirs] = await Promise.all([
      openBare("classic", { url: world.redis.url, key: newKey() }),
      openBare("classic", { url: world.redis.url, key: newKey() }),
    ]);
    const listener = await theirs.client();
    await expect.poll(() => theirs.io.of("/").adapter.serverCount()).toBe(1);
    mine.io.emit("kept");
    await mine.io.fetchSockets();
    theirs.io.emit("fence");
    await expect.poll(() => next(listener)).toEqual(["fence"]);
  });
});

describe("1.14 from a process without Socket.IO", () => {
  fact("what is published in the adapter's format reaches clients, not handlers of the server", async () => {
    const key = newKey();
    const { a, b, alpha, beta } = await openPair("classic", { url: world.redis.url, key });
    const handled: string[] = [];
    for (const { io } of [a, b]) io.on("news", () => handled.push("server"));
    const message = (nsp: string) =>
      Buffer.from(
        encode(["emitter", { type: 2, data: ["news", 1], nsp }, { rooms: [], except: [], flags: {} }]),
      );
    await raw.publish(`${key}#/#`, message("/"));
    for (const { heard } of [alpha, beta]) await expect.poll(() => heard).toEqual([["news", 1]]);
    expect(handled).toEqual([]);

    // A namespace needs its slash: this one belongs to nobody.
    await raw.publish(`${key}#/#`, message("chat"));
    await raw.publish(`${key}#/#`, message("/"));
    for (const { heard } of [alpha, beta]) await expect.poll(() => heard).toHaveLength(2);
  });

  fact("its serverSideEmit reaches all servers, since no server has its uid", async () => {
    const key = newKey();
    const { a, b } = await openPair("classic", { url: world.redis.url, key });
    const handled: string[] = [];
    a.io.on("news", (word) => handled.push(`A ${word}`));
    b.io.on("news", (word) => handled.push(`B ${word}`));
    await raw.publish(`${key}-request#/#`, JSON.stringify({ uid: "emitter", type: 6, data: ["news", 1] }));
    await expect.poll(() => handled.toSorted()).toEqual(["A 1", "B 1"]);
  });
});
