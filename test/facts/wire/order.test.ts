// In which order broadcasts arrive: on a single Redis, those of one server in theirs, those of two servers in any.
import { afterAll, beforeAll, expect, test } from "vitest";
import { locateRedis, type Redis } from "../../../servers/redis/locate.ts";
import { newKey, noRedis, openPair } from "../servers.ts";

const fact = test.skipIf(noRedis);
let redis: Redis;
beforeAll(async () => {
  if (!noRedis) redis = await locateRedis({ kind: "local" });
});
afterAll(() => redis?.close());

fact("what one server broadcasts arrives in its order on all servers", async () => {
  const { a, alpha, beta } = await openPair("classic", { url: redis.url, key: newKey() });
  const sent = Array.from({ length: 100 }, (_, index) => ["message", index]);
  for (const [event, index] of sent) a.io.emit(event as string, index);
  await expect.poll(() => beta.heard).toHaveLength(sent.length);
  expect(beta.heard).toEqual(sent);
  expect(alpha.heard).toEqual(sent);
});

fact("what two servers broadcast at the same time arrives in another order on each", async () => {
  const { a, b, alpha, beta } = await openPair("classic", { url: redis.url, key: newKey() });
  a.io.emit("message", "A's");
  b.io.emit("message", "B's");
  await expect.poll(() => [alpha.heard.length, beta.heard.length]).toEqual([2, 2]);
  expect(alpha.heard).toEqual([
    ["message", "A's"],
    ["message", "B's"],
  ]);
  expect(beta.heard).toEqual([
    ["message", "B's"],
    ["message", "A's"],
  ]);
});
