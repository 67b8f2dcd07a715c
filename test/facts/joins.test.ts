// Whether another server's broadcast to a room is heard after the join has been acknowledged.
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { locateRedis, type Redis } from "../../servers/redis/locate.ts";
import { openCable } from "./cable-to-redis.ts";
import { hearsEvent, newKey, noRedis, openBare } from "./servers.ts";

const fact = test.skipIf(noRedis);
let redis: Redis;
beforeAll(async () => {
  if (noRedis) return;
  redis = await locateRedis({ kind: "local" });
});
afterAll(() => redis?.close());

fact.each([
  ["classic", ["at once", "fence"]],
  // SSUBSCRIBE is sent at the join, and nothing waits until Redis has it.
  ["sharded", ["fence"]],
] as const)("%s, with B's link slow: β joins, A emits at once, and β hears %j", async (adapter, heard) => {
  const cable = openCable(redis.url, 200);
  onTestFinished(cable.close);
  const key = newKey();
  const [a, b] = await Promise.all([
    openBare(adapter, { url: redis.url, key }),
    openBare(adapter, { url: cable.url, key }),
  ]);
  await expect.poll(() => a.io.of("/").adapter.serverCount()).toBe(2);
  const beta = await b.client();
  b.io.on("connection", () => {});
  const served = b.io.sockets.sockets.get(beta.socket.id ?? "");
  served?.on("join", async (room, ack) => {
    await served.join(room);
    ack();
  });
  await beta.socket.emitWithAck("join", "tea");
  a.io.to("tea").emit("at once");
  await b.io.of("/").adapter.serverCount(); // a request to Redis over the same slow link: by now it has the SSUBSCRIBE
  await b.io.of("/").adapter.serverCount();
  a.io.to("tea").emit("fence");
  expect((await hearsEvent(beta, "fence")).map(([event]) => event)).toEqual(heard);
});
