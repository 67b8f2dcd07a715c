// Section 1.11: what trouble with Redis does to servers, their clients and their messages.
//
// (a) and (e), one server cut off, link by link and fault by fault: test/servers/chat/links/cables.test.ts. (b) the whole Redis gone and
// back: test/servers/trouble.test.ts; what is late and what is lost there is chance, so no test says it. Of (c), ioredis and
// redis 5 are not installed here: only redis 6 is shown.
import { once } from "node:events";
import { createAdapter, createShardedAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { locateRedis, type Redis } from "../../servers/redis/locate.ts";
import { type FactCable, openCable } from "./cable.ts";
import { runServer } from "./run-server.ts";
import { newKey, noRedis, openBare, wiretap } from "./servers.ts";

const fact = test.skipIf(noRedis);
const run = (mode: string, options: { user?: string; speed?: number } = {}) =>
  runServer(redis.url, mode, options);
let redis: Redis;
beforeAll(async () => {
  if (noRedis) return;
  redis = await locateRedis({ kind: "local" });
});
afterAll(async () => {
  await redis?.close();
});

describe("1.11 (c) and (d): what one broadcast without Redis does to a process with redis 6", () => {
  fact("by default it ends 5 s later, of a TimeoutError that nobody caught", async () => {
    const server = await run("defaults", { speed: 10 });
    await server.cable("close");
    await server.emit("into the queue");
    const { code, lastWords } = await server.ended;
    expect(code).toBe(1);
    expect(lastWords).toContain("TimeoutError");
    expect(server.lines).toContain("gives up after 5000 ms");
    expect(server.lines).not.toContain("7 s later");
  });

  fact(
    "by default, behind a black hole, it still lives 7 s later, and ends once the connection breaks",
    async () => {
      const server = await run("defaults", { speed: 10 });
      await server.cable("blackhole");
      await server.emit("into the dark");
      await server.says("7 s later");
      expect(server.isAlive()).toBe(true);
      await server.cable("up"); // resets what lost bytes
      const { code, lastWords } = await server.ended;
      expect(code).toBe(1);
      expect(lastWords).toContain("ECONNRESET");
    },
  );

  fact(
    "by default, where connections are accepted and broken, it ends of an ECONNRESET, before the 5 s",
    async () => {
      const server = await run("defaults");
      await server.cable("reset");
      await server.emit("into a connection that breaks");
      const { code, lastWords } = await server.ended;
      expect(code).toBe(1);
      expect(lastWords).toContain("ECONNRESET");
    },
  );

  fact("with commandOptions.timeout 0 it lives, and the broadcast comes late", async () => {
    const server = await run("patient");
    const passed = await wiretap(redis.url, server.key);
    await server.cable("close");
    await server.emit("late");
    expect(passed).toEqual([]);
    await server.cable("up");
    await expect.poll(() => passed.length).toBe(1);
    expect(server.isAlive()).toBe(true);
  });

  fact("with disableOfflineQueue it ends at once, of a ClientOfflineError", async () => {
    const server = await run("no queue");
    await server.cable("close");
    await server.emit("refused");
    const { code, lastWords } = await server.ended;
    expect(code).toBe(1);
    expect(lastWords).toContain("ClientOfflineError");
  });

  fact("a connection that breaks under a PUBLISH ends it, unless publish() has a catch", async () => {
    const [bare, caught] = await Promise.all([run("patient"), run("caught")]);
    for (const server of [bare, caught]) {
      await server.cable("blackhole");
      await server.emit("in flight");
      await server.cable("up"); // resets what lost bytes
    }
    const { code, lastWords } = await bare.ended;
    expect(code).toBe(1);
    expect(lastWords).toMatch(/SocketClosedUnexpectedlyError|ECONNRESET/);
    const passed = await wiretap(redis.url, caught.key);
    await caught.emit("alive");
    await expect.poll(() => passed.length).toBeGreaterThan(0);
    expect(caught.isAlive()).toBe(true);
  });

  fact("(g) a broadcast before connect() ends it, of a ClientClosedError", async () => {
    const server = await run("early");
    await server.emit("too early");
    const { code, lastWords } = await server.ended;
    expect(code).toBe(1);
    expect(lastWords).toContain("ClientClosedError");
  });

  fact("(h) a user who may not subscribe ends it, of Redis' NOPERM", async () => {
    const admin = await createClient({ url: redis.url }).connect();
    onTestFinished(() => admin.close());
    await admin.sendCommand([
      "ACL",
      "SETUSER",
      "mute",
      "on",
      ">pw",
      "~*",
      "&*",
      "+@all",
      "-psubscribe",
      "-subscribe",
    ]);
    const server = await run("patient", { user: "mute:pw@" });
    const { code, lastWords } = await server.ended;
    expect(code).toBe(1);
    expect(lastWords).toContain("NOPERM");
  });
});

/** A client with redis 6's timeout made short, behind a cable. */
async function shortClient({ url }: FactCable) {
  const client = createClient({ url, commandOptions: { timeout: 200 } });
  client.on("error", () => {});
  await client.connect();
  return client;
}

describe("1.11 (c): how long the sharded adapter's own clients wait with redis 6", () => {
  fact("by default 5 s without a connection, and behind a black hole until it breaks", async () => {
    const open = async () => {
      const cable = openCable(redis.url);
      onTestFinished(cable.close);
      const { io, client } = await openBare("sharded", {
        url: cable.url,
        key: newKey(),
        redisOptions: { commandOptions: {} },
      });
      const { adapter } = io.of("/");
      await expect.poll(() => adapter.serverCount()).toBe(1);
      const { pubClient, subClient } = adapter as unknown as Record<string, { isReady: boolean }>;
      const ready = () => [pubClient?.isReady, subClient?.isReady];
      const { heard } = await client();
      // A client that is closed while it connects again waits for ever.
      onTestFinished(async () => {
        cable.set("up");
        await expect.poll(ready).toEqual([true, true]);
      });
      return { cable, io, ready, heard };
    };
    const [cut, dark] = await Promise.all([open(), open()]);
    cut.cable.set("close");
    dark.cable.set("blackhole");
    await expect.poll(cut.ready).toEqual([false, false]);

    const { timeout } = AbortSignal;
    // Ten times as fast.
    const givesUp = vi
      .spyOn(AbortSignal, "timeout")
      .mockImplementation((ms) => timeout.call(AbortSignal, ms / 10));
    onTestFinished(() => givesUp.mockRestore());
    for (const { io } of [cut, dark]) io.emit("late");
    await expect.poll(() => cut.heard).toEqual([["late"]]);
    expect(givesUp.mock.calls).toEqual(expect.arrayContaining([[5000]]));
    // What was asked last is answered last: the other's 5 s are over, too.
    await once(timeout.call(AbortSignal, 100), "abort");
    expect(dark.heard).toEqual([]);
    dark.cable.set("up");
    await expect.poll(() => dark.heard).toEqual([["late"]]);
  });
});

describe("1.11: the streams adapter before its first entry", () => {
  fact("misses what is appended between two of its questions, though nothing is cut", async () => {
    const cable = openCable(redis.url, 500);
    onTestFinished(cable.close);
    const key = newKey();
    const options = { url: cable.url, key, redisOptions: { name: key }, blockTimeInMs: 500 };
    const { heard } = await (await openBare("streams", options)).client();
    const raw = await createClient({ url: redis.url }).connect();
    onTestFinished(() => raw.close());
    const isAsking = (clients: { name: string; flags: string }[]) =>
      clients.some(({ name, flags }) => name === key && flags.includes("b"));
    const asks = async () => isAsking(await raw.clientList());
    /** Answers whether Redis had a question of the server just then. */
    async function append(event: string): Promise<boolean> {
      const packet = { type: 2, data: [event], nsp: "/" };
      const data = JSON.stringify({ packet, opts: { rooms: [], except: [], flags: {} } });
      const entry = { uid: "another", nsp: "/", type: "3", data };
      const [clients] = await raw.multi().clientList().xAdd(key, "*", entry).execTyped();
      return isAsking(clients);
    }

    await expect.poll(asks).toBe(true);
    // For a second: the way of the empty answer, and that of the next question.
    await expect.poll(asks).toBe(false);
    expect(await append("between two questions")).toBe(false);
    let tries = 0;
    await expect.poll(() => append(`try ${++tries}`)).toBe(true);
    expect(await append("behind the first")).toBe(false);
    await expect.poll(() => heard).toContainEqual(["behind the first"]);
    expect(heard).toEqual([[`try ${tries}`], ["behind the first"]]);
  });
});

describe("1.11 (e) to (g)", () => {
  fact(
    "(e) sharded: fetchSockets without Redis fails by the timeout of node-redis, in an Error without words",
    async () => {
      const cable = openCable(redis.url);
      const [pub, sub] = await Promise.all([shortClient(cable), shortClient(cable)]);
      const io = new Server({ adapter: createShardedAdapter(pub, sub, { channelPrefix: newKey() }) });
      await pub.ping();
      await sub.ping();
      cable.set("close");
      await expect.poll(() => pub.isReady).toBe(false);
      const error = await io.fetchSockets().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Error);
      expect((error as Error).message).toBe("");
      for (const client of [pub, sub]) client.destroy();
    },
  );

  fact(
    "(f) the classic adapter listens to errors of both clients, and warns when nobody else does",
    async () => {
      const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
      onTestFinished(() => warn.mockRestore());
      const [pub, sub] = [createClient({ url: redis.url }), createClient({ url: redis.url })];
      pub.on("error", () => {});
      const key = newKey();
      await Promise.all([pub.connect(), sub.connect()]);
      const io = new Server({ adapter: createAdapter(pub, sub, { key }) });
      expect([pub.listenerCount("error"), sub.listenerCount("error")]).toEqual([2, 1]);
      pub.emit("error", new Error("heard by its own listener"));
      expect(warn).not.toHaveBeenCalled();
      sub.emit("error", new Error("heard by nobody else"));
      expect(warn).toHaveBeenCalledWith("missing 'error' handler on this Redis client");
      await sub.ping();
      await io.of("/").adapter.close();
      await Promise.all([pub.close(), sub.close()]);
    },
  );

  fact("(g) an adapter may be created before connect(): it subscribes once connected", async () => {
    const [pub, sub] = [createClient({ url: redis.url }), createClient({ url: redis.url })];
    const io = new Server({ adapter: createAdapter(pub, sub, { key: newKey() }) });
    await Promise.all([pub.connect(), sub.connect()]);
    await expect.poll(() => io.of("/").adapter.serverCount()).toBe(1);
    await io.of("/").adapter.close();
    await Promise.all([pub.close(), sub.close()]);
  });
});
