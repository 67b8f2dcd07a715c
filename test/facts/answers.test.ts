// Section 1.8: the methods that ask other servers.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { hears, openWorld, type RedisClient, type TestLab, type World } from "../world.ts";
import { type FactCable, openCable } from "./cable-to-redis.ts";
import {
  type AdapterName,
  hearsEvent,
  newKey,
  noRedis,
  openBare,
  openPair,
  redis,
  wiretap,
} from "./servers.ts";

const fact = test.skipIf(noRedis);
let world: World;
let raw: RedisClient;
let lab: TestLab;
/** Server B is suspended like a machine that hangs; ask at once, because the adapter waits only 5 s. */
let frozen: { lab: TestLab; answer: Promise<unknown> };
beforeAll(async () => {
  if (noRedis) return;
  world = await openWorld("local", { poolSize: 4 });
  raw = await world.redisClient();
  const hung = await world.openLab({ shared: true });
  await hung.setLinks("adapter", "adapter");
  const asker = await hung.client("a");
  process.kill(hung.servers.b.pid ?? 0, "SIGSTOP");
  frozen = { lab: hung, answer: asker.socket.emitWithAck("who") };
  lab = await world.openLab({ shared: true });
  await lab.setLinks("adapter", "adapter");
});
afterAll(async () => {
  if (frozen?.lab.servers.b.pid) process.kill(frozen.lab.servers.b.pid, "SIGCONT");
  await world?.close();
});

function cableWithDelay(delayMs: number): FactCable {
  const cable = openCable(world.redis.url, delayMs);
  onTestFinished(cable.close);
  return cable;
}

const pair = (adapter: AdapterName = "classic", options: object = {}) =>
  openPair(adapter, { url: world.redis.url, key: newKey(), ...options });

describe("1.8 asking other servers", () => {
  fact(
    "fetchSockets answers copies of remote sockets: what is written to their data stays here",
    async () => {
      const { a, b, beta } = await pair();
      const served = b.io.sockets.sockets.get(beta.socket.id ?? "");
      if (served) served.data = { name: "β" };
      const remote = (await a.io.fetchSockets()).find(({ id }) => id === beta.socket.id);
      expect(remote).toMatchObject({
        data: { name: "β" },
        handshake: { headers: { host: expect.any(String) } },
      });
      expect(remote?.rooms).toEqual(new Set([beta.socket.id]));
      if (remote) remote.data.name = "changed";
      const again = (await b.io.fetchSockets()).find(({ id }) => id === beta.socket.id);
      expect(again?.data).toEqual({ name: "β" });
    },
  );

  fact("handshake headers pass through Redis in clear JSON", async () => {
    const key = newKey();
    const passed = await wiretap(world.redis.url, key);
    const { a, b } = await openPair("classic", { url: world.redis.url, key });
    await b.client({ extraHeaders: { authorization: "Bearer secret" } });
    await a.io.fetchSockets();
    await expect.poll(() => passed.map(({ bytes }) => bytes.toString()).join()).toContain("Bearer secret");
  });

  fact("a killed server is not counted any more, and the others answer at once", async () => {
    const short = await world.openLab();
    await short.setLinks("adapter", "adapter");
    const [alpha] = await Promise.all([short.client("a"), short.client("b")]);
    expect(await alpha.socket.emitWithAck("who")).toHaveLength(2);
    await short.change("POST", "/servers/b/kill");
    const channel = `${short.id}:socket.io-request#/#`;
    await expect.poll(async () => (await raw.pubSubNumSub([channel]))[channel]).toBe(1);
    expect(await alpha.socket.emitWithAck("who")).toEqual([
      { id: alpha.socket.id, rooms: [alpha.socket.id] },
    ]);
  });

  fact.each(["close", "reset"] as const)(
    "a server cut off by %s is not counted: the list is incomplete, without an error",
    async (state) => {
      const [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
      const sees = async (id: string | undefined) =>
        (await alpha.socket.emitWithAck("who")).some((one: { id: string }) => one.id === id);
      expect(await sees(beta.socket.id)).toBe(true);
      await lab.change("PATCH", "/cables/b", { state });
      const channel = `${lab.id}:socket.io-request#/#`;
      await expect.poll(async () => (await raw.pubSubNumSub([channel]))[channel]).toBe(1);
      expect(await sees(beta.socket.id)).toBe(false);
      expect(await sees(alpha.socket.id)).toBe(true);
      await lab.change("PATCH", "/cables/b", { state: "up" });
      await expect.poll(() => sees(beta.socket.id)).toBe(true);
    },
  );
});

describe("1.8 asking while a connection to Redis is down or slow", () => {
  fact("a server whose connections are reset returns the error, which is also in its log", async () => {
    const short = await world.openLab();
    await short.setLinks("adapter", "adapter");
    const beta = await short.client("b");
    await short.change("PATCH", "/cables/b", { state: "reset" });
    const answer = await beta.socket.timeout(4000).emitWithAck("who");
    expect(answer).toEqual({ error: expect.stringContaining("ECONNRESET") });
    const { text } = await short.traced("log", (event) => event.server === "b" && event.stream === "err");
    expect(text).toContain("ECONNRESET");
  });

  fact(
    "a server whose cable is closed doesn't answer until it's up again, and then without an error",
    async () => {
      const short = await world.openLab();
      await short.setLinks("adapter", "adapter");
      const beta = await short.client("b");
      await short.change("PATCH", "/cables/b", { state: "close" });
      await short.traced("log", ({ server, text }) => server === "b" && text.includes("ECONNREFUSED"));
      const answers: unknown[] = [];
      beta.socket.emit("who", (answer: unknown) => answers.push(answer));
      await beta.send("fence");
      expect(answers).toEqual([]);
      await short.change("PATCH", "/cables/b", { state: "up" });
      await expect.poll(() => answers).toEqual([[{ id: beta.socket.id, rooms: [beta.socket.id] }]]);
    },
  );

  fact(
    "socketsJoin takes effect when its own request has come back, so join and emit in one turn miss",
    async () => {
      const { a, alpha, beta } = await pair();
      a.io.socketsJoin("tea");
      expect(a.io.of("/").adapter.rooms.has("tea")).toBe(false);
      a.io.to("tea").emit("too early");
      await expect.poll(() => a.io.of("/").adapter.rooms.has("tea")).toBe(true);
      a.io.to("tea").emit("fence");
      // The remote server keeps the connection's order; the caller's own clients miss it.
      expect(await hearsEvent(beta, "fence")).toEqual([["too early"], ["fence"]]);
      expect(await hearsEvent(alpha, "fence")).toEqual([["fence"]]);
      a.io.local.socketsJoin("milk");
      expect(a.io.of("/").adapter.rooms.has("milk")).toBe(true);
    },
  );

  fact(
    "without Redis, disconnectSockets disconnects nobody, and io.local.disconnectSockets its own",
    async () => {
      const cable = cableWithDelay(0);
      const { io, client } = await openBare("classic", {
        url: cable.url,
        key: newKey(),
      });
      const { socket } = await client();
      await expect.poll(() => io.of("/").adapter.serverCount()).toBe(1);
      const { pubClient, subClient } = io.of("/").adapter as unknown as Record<string, OfAdapter>;
      ignoreRefusals(pubClient);
      // The adapter drops the promises of its subscriptions, too: Redis has replied to them when it replies to this.
      await subClient?.ping();
      cable.set("close");
      const ready = () => [pubClient?.isReady, subClient?.isReady];
      await expect.poll(ready).toEqual([false, false]);
      io.disconnectSockets();
      io.local.emit("fence");
      await new Promise((resolve) => socket.once("fence", resolve));
      expect(socket.connected).toBe(true);
      const gone = new Promise((resolve) => socket.once("disconnect", resolve));
      io.local.disconnectSockets();
      expect(await gone).toBe("io server disconnect");
      cable.set("up");
      await expect.poll(ready).toEqual([true, true]);
    },
  );
});

describe("1.8 who answers, and who is waited for", () => {
  fact(
    "a server without a listener makes serverSideEmitWithAck fail, and once all have one, it gets every answer",
    async () => {
      const key = newKey();
      const open = () => openBare("classic", { url: world.redis.url, key, requestsTimeout: 200 });
      const [a, b, c] = await Promise.all([open(), open(), open()]);
      await expect.poll(() => a.io.of("/").adapter.serverCount()).toBe(3);
      b.io.on("ask", (answer) => answer("b"));
      await expect(a.io.serverSideEmitWithAck("ask")).rejects.toThrow(
        "timeout reached: only 1 responses received out of 2",
      );
      c.io.on("ask", (answer) => answer("c"));
      expect((await a.io.serverSideEmitWithAck("ask")).toSorted()).toEqual(["b", "c"]);
    },
  );

  fact("publishOnSpecificResponseChannel answers the asker alone, but not to serverSideEmit", async () => {
    const key = newKey();
    const passed = await wiretap(world.redis.url, `${key}-response`);
    const options = { url: world.redis.url, key, publishOnSpecificResponseChannel: true };
    const { a, b } = await openPair("classic", options);
    b.io.on("ask", (answer) => answer("b"));
    const { uid } = a.io.of("/").adapter as unknown as { uid: string };
    await a.io.fetchSockets();
    await a.io.serverSideEmitWithAck("ask");
    await expect.poll(() => passed.map(({ channel }) => channel)).toEqual([`#/#${uid}#`, "#/#"]);
  });

  fact("a server that hangs makes fetchSockets fail after 5 s, without a partial list", async () => {
    expect(await frozen.answer).toEqual({
      error: "timeout reached while waiting for fetchSockets response",
    });
    const other = await lab.client("a");
    await other.send("others are not held up");
    expect(await hears(other, "others are not held up")).toHaveLength(1);
  });

  fact(
    "two servers in one process on one subscribing connection count as one, and see only themselves",
    async () => {
      const key = newKey();
      const [pub, sub] = await Promise.all([redis(world.redis.url), redis(world.redis.url)]);
      const { createAdapter } = await import("@socket.io/redis-adapter");
      const shared = { adapter: createAdapter(pub, sub, { key }) };
      const open = () => openBare("none", { url: world.redis.url, key, server: shared });
      const [a, b] = await Promise.all([open(), open()]);
      const [, beta] = await Promise.all([a.client(), b.client()]);
      await expect.poll(() => a.io.of("/").adapter.serverCount()).toBe(1);
      expect(await a.io.fetchSockets()).toHaveLength(1);
      a.io.emit("crosses all the same");
      expect(await hearsEvent(beta, "crosses all the same")).toHaveLength(1);
    },
  );
});

interface OfAdapter {
  isReady: boolean;
  publish: (...args: unknown[]) => Promise<number>;
  ping: () => Promise<unknown>;
}

/** The adapter drops the promise of a PUBLISH; one that is rejected would end this process. */
function ignoreRefusals(client: OfAdapter | undefined): void {
  if (!client) return;
  const publish = client.publish.bind(client);
  client.publish = (...args) => publish(...args).catch(() => 0);
}
