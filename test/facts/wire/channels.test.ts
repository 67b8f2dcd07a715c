// A channel holds nothing.
import { afterAll, beforeAll, expect, test } from "vitest";
import { locateRedis, type Redis } from "../../../servers/redis/locate.ts";
import { newKey, noRedis, redis as openRedis } from "../servers.ts";

let redis: Redis;
beforeAll(async () => {
  if (!noRedis) redis = await locateRedis({ kind: "local" });
});
afterAll(() => redis?.close());

test.skipIf(noRedis)(
  "a channel is no key: what was published can't be read, and a later subscriber gets nothing",
  async () => {
    const channel = newKey();
    const [publisher, early, later] = await Promise.all([0, 1, 2].map(() => openRedis(redis.url)));
    if (!publisher || !early || !later) throw new Error("Three connections were expected.");
    const heard: string[] = [];
    const listen = (name: string) => (text: string) => void heard.push(`${name} ${text}`);
    await early.subscribe(channel, listen("early"));
    expect(await publisher.publish(channel, "one")).toBe(1);
    expect([await publisher.get(channel), await publisher.exists(channel)]).toEqual([null, 0]);
    await later.subscribe(channel, listen("later"));
    expect(await publisher.publish(channel, "fence")).toBe(2);
    await expect.poll(() => heard.toSorted()).toEqual(["early fence", "early one", "later fence"]);
  },
);
