// What PUBLISH and NUMSUB count: subscriptions, and on a Redis Cluster only those of the node that was asked.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openNode, type Redises, startCluster } from "./redises/start-redises.ts";
import { noRedis } from "./servers.ts";

const fact = test.skipIf(noRedis);
let cluster: Redises | undefined;

beforeAll(async () => {
  if (!noRedis) cluster = await startCluster();
});
afterAll(() => cluster?.close());

const node = (index: number) => openNode(cluster?.ports[index]);

describe("receivers", () => {
  fact("are subscriptions: one connection that subscribed by name and by pattern counts twice", async () => {
    const [publisher, subscriber] = await Promise.all([node(0), node(0)]);
    const heard: string[] = [];
    await subscriber.subscribe("news", (text) => heard.push(`name ${text}`));
    await subscriber.pSubscribe("n*", (text) => heard.push(`pattern ${text}`));
    expect(await publisher.publish("news", "one")).toBe(2);
    await expect.poll(() => heard).toEqual(["name one", "pattern one"]);
    // NUMSUB doesn't count patterns.
    expect(await publisher.pubSubNumSub("news")).toMatchObject({ news: 1 });
  });

  fact("are those of the asked node on a Redis Cluster: 0 receivers, and delivered anyway", async () => {
    const [publisher, subscriber] = await Promise.all([node(0), node(1)]);
    const heard: string[] = [];
    await subscriber.subscribe("news", (text) => heard.push(text));
    expect(await publisher.publish("news", "one")).toBe(0);
    await expect.poll(() => heard).toEqual(["one"]);
    expect(await publisher.pubSubNumSub("news")).toMatchObject({ news: 0 });
    expect(await subscriber.pubSubNumSub("news")).toMatchObject({ news: 1 });
  });
});
