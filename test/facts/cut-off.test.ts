// What each call on A brings while B's cable is closed or a black hole: the table of lesson 08.
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { CableSetting } from "../../servers/lab/process-protocol.ts";
import { locateRedis, type Redis } from "../../servers/redis/locate.ts";
import { openCable } from "./cable-to-redis.ts";
import { newKey, noRedis, openBare } from "./servers.ts";

let redis: Redis;
beforeAll(async () => {
  if (!noRedis) redis = await locateRedis({ kind: "local" });
});
afterAll(() => redis?.close());

/** A with a client that answers, and B cut off from Redis. Requests fail after 200 ms instead of 5 s. */
async function open(state: CableSetting["state"]) {
  const cable = openCable(redis.url);
  onTestFinished(cable.close);
  const options = { key: newKey(), requestsTimeout: 200 };
  const [a, b] = await Promise.all([
    openBare("classic", { url: redis.url, ...options }),
    openBare("classic", { url: cable.url, ...options }),
  ]);
  const { adapter } = a.io.of("/");
  await expect
    .poll(() => Promise.all([adapter, b.io.of("/").adapter].map((one) => one.serverCount())))
    .toEqual([2, 2]);
  const alpha = await a.client();
  alpha.socket.on("question", (answer: (name: string) => void) => answer("α"));
  cable.set(state);
  await expect.poll(() => adapter.serverCount()).toBe(state === "close" ? 1 : 2);
  onTestFinished(async () => {
    cable.set("up");
    await expect.poll(() => adapter.serverCount()).toBe(2);
  });
  return { io: a.io, alpha };
}

type Opened = Awaited<ReturnType<typeof open>>;
const settled = (work: Promise<unknown>) => work.catch((error: Error & { responses?: unknown }) => error);

const calls: Record<string, (opened: Opened) => Promise<unknown>> = {
  "io.emit": async ({ io, alpha }) => {
    io.emit("line", "hi");
    await expect.poll(() => alpha.heard).toEqual([["line", "hi"]]);
    return "heard";
  },
  emitWithAck: ({ io }) => settled(io.timeout(800).emitWithAck("question")),
  fetchSockets: ({ io }) => settled(io.fetchSockets().then((sockets) => sockets.length)),
  socketsJoin: async ({ io, alpha }) => {
    io.socketsJoin("tea");
    await expect.poll(() => [...(io.of("/").adapter.rooms.get("tea") ?? [])]).toEqual([alpha.socket.id]);
    return "joined";
  },
  serverSideEmitWithAck: ({ io }) => settled(io.serverSideEmitWithAck("news")),
};

const rows = [
  ["close", "io.emit", "heard"],
  ["blackhole", "io.emit", "heard"],
  ["close", "emitWithAck", ["α"]],
  ["blackhole", "emitWithAck", { message: "operation has timed out", responses: ["α"] }],
  ["close", "fetchSockets", 1],
  ["blackhole", "fetchSockets", { message: "timeout reached while waiting for fetchSockets response" }],
  ["close", "socketsJoin", "joined"],
  ["blackhole", "socketsJoin", "joined"],
  ["close", "serverSideEmitWithAck", []],
  ["blackhole", "serverSideEmitWithAck", { message: "timeout reached: only 0 responses received out of 1" }],
] as const;

test.skipIf(noRedis).each(rows)("with B's cable %s, %s %s", async (state, call, result) => {
  const brought = await calls[call]?.(await open(state));
  if (brought instanceof Error) expect(brought).toMatchObject(result as object);
  else expect(brought).toEqual(result);
});
