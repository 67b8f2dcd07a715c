// Section 1.11: what adapters do while Redis is away, and before their first entry.
import { once } from "node:events";
import { createAdapter, createShardedAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { locateRedis, type Redis } from "../../../servers/redis/locate.ts";
import { type FactCable, openCable } from "../cable-to-redis.ts";
import { newKey, noRedis, openBare } from "../servers.ts";

const fact = test.skipIf(noRedis);
let redis: Redis;
beforeAll(async () => {
  if (noRedis) return;
  redis = await locateRedis({ kind: "local" });
});
afterAll(async () => {
  await redis?.close();
});

/** A client with redis 6's timeout shortened, behind a cable. */
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
      // A client closed while it reconnects waits forever.
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
    // The last request is answered last, so the other one's 5 s are over as well.
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
    /** Returns whether Redis had a pending read from the server just then. */
    async function append(event: string): Promise<boolean> {
      const packet = { type: 2, data: [event], nsp: "/" };
      const data = JSON.stringify({ packet, opts: { rooms: [], except: [], flags: {} } });
      const entry = { uid: "another", nsp: "/", type: "3", data };
      const [clients] = await raw.multi().clientList().xAdd(key, "*", entry).execTyped();
      return isAsking(clients);
    }

    await expect.poll(asks).toBe(true);
    // For a second: until the empty reply arrives and the next read is sent.
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
    "(e) sharded: fetchSockets without Redis fails by node-redis' timeout, with an empty Error",
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
    "(f) the classic adapter listens to errors of both clients, and warns if nobody else does",
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
