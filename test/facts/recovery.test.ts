// How a server ends decides whether its clients recover on another one; and what else recovery restores.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locateRedis, type Redis } from "../../servers/redis/locate.ts";
import { newKey, noRedis, openPair, redis as openRedis } from "./servers.ts";

const fact = test.skipIf(noRedis);
let redis: Redis;
beforeAll(async () => {
  if (noRedis) return;
  redis = await locateRedis({ kind: "local" });
});
afterAll(() => redis?.close());

async function open(skipMiddlewares: boolean) {
  const connectionStateRecovery = { maxDisconnectionDuration: 60_000, skipMiddlewares };
  const pair = await openPair("streams", {
    url: redis.url,
    key: newKey(),
    server: { connectionStateRecovery },
  });
  // A client recovers from the last event it heard; the streams' readers start some time after the servers.
  await expect
    .poll(() => {
      pair.a.io.emit("before");
      return pair.beta.heard.length;
    })
    .toBeGreaterThan(0);
  return pair;
}

type Pair = Awaited<ReturnType<typeof open>>;

/** Connects β to A with its old session. Resolves once it's connected. */
async function moveToA({ a, beta: { socket } }: Pair): Promise<void> {
  const back = new Promise<void>((resolve) => socket.once("connect", () => resolve()));
  Object.assign(socket.io, { uri: a.url });
  socket.io.reconnection(true);
  socket.connect();
  await back;
}

async function lose({ b, beta: { socket } }: Pair, end: () => unknown) {
  const served = b.io.sockets.sockets.get(socket.id ?? "");
  const reason = new Promise((resolve) => served?.once("disconnect", resolve));
  const gone = new Promise((resolve) => socket.once("disconnect", resolve));
  socket.io.reconnection(false);
  end();
  return Promise.all([reason, gone]);
}

describe("streams with recovery, and β goes from B to A", () => {
  fact("after io.close() on B it has its id, rooms and data, and what it missed", async () => {
    const pair = await open(true);
    const { a, b, beta } = pair;
    const { id = "" } = beta.socket;
    const served = b.io.sockets.sockets.get(id);
    await served?.join("tea");
    Object.assign(served ?? {}, { data: { name: "Ada" } });
    expect(await lose(pair, () => b.io.close())).toEqual(["server shutting down", "transport close"]);
    const raw = await openRedis(redis.url);
    await expect.poll(() => raw.keys("*")).toContainEqual(expect.stringMatching(/^sio:session:/));
    a.io.emit("missed");
    await moveToA(pair);
    expect([beta.socket.recovered, beta.socket.id]).toEqual([true, id]);
    await expect.poll(() => beta.heard.map(([event]) => event)).toContain("missed");
    const here = a.io.sockets.sockets.get(id);
    expect([here?.data, here?.rooms.has("tea")]).toEqual([{ name: "Ada" }, true]);
  });

  fact.each([
    [true, 0],
    [false, 1],
  ])("with skipMiddlewares %s, A's middleware sees a recovered client %i times", async (skips, times) => {
    const pair = await open(skips);
    let seen = 0;
    pair.a.io.use((_, next) => {
      seen += 1;
      next();
    });
    await lose(pair, () => pair.beta.socket.io.engine.close());
    const raw = await openRedis(redis.url);
    await expect.poll(() => raw.keys("*")).toContainEqual(expect.stringMatching(/^sio:session:/));
    await moveToA(pair);
    expect([pair.beta.socket.recovered, seen]).toEqual([true, times]);
  });
});
