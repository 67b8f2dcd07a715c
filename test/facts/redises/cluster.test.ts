// The adapters on a Redis Cluster: they count all nodes, and what each node alone says is another matter.
import { createCluster } from "redis";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { noRedis } from "../servers.ts";
import { openServer } from "./adapters.ts";
import { openNode, type Redises, startCluster } from "./start-redises.ts";

const fact = test.skipIf(noRedis);
let redises: Redises | undefined;

beforeAll(async () => {
  if (!noRedis) redises = await startCluster();
});
afterAll(() => redises?.close());

async function openClient() {
  const rootNodes = redises?.ports.map((port) => ({ url: `redis://127.0.0.1:${port}` })) ?? [];
  const client = createCluster({ rootNodes });
  client.on("error", () => {});
  await client.connect();
  onTestFinished(() => client.close());
  return client;
}

/** Two servers that know each other, with a client of each, A's publisher and B's subscriber. */
async function openPair(kind: "classic" | "sharded") {
  const open = () => Promise.all([openClient(), openClient()]);
  const [[publisher, ownSubscriber], [otherPublisher, subscriber]] = await Promise.all([open(), open()]);
  const [a, b] = [openServer(kind, publisher, ownSubscriber), openServer(kind, otherPublisher, subscriber)];
  await expect.poll(() => Promise.all([a.count(), b.count()])).toEqual([2, 2]);
  const [, beta] = await Promise.all([a.client(), b.client()]);
  return { a, beta, publisher, subscriber };
}

const nodes = () => Promise.all((redises?.ports ?? []).map(openNode));

describe("on a Redis Cluster", () => {
  fact("the Redis adapter's broadcasts cross, and serverCount() adds up all masters", async () => {
    const { a, beta } = await openPair("classic");
    a.io.emit("message", "one");
    await expect.poll(() => beta.heard).toEqual(["one"]);
    expect(await a.io.fetchSockets()).toHaveLength(2);
    const each = await Promise.all(
      (await nodes()).map(async (node) => {
        const reply = await node.pubSubNumSub("socket.io-request#/#");
        return Number(reply["socket.io-request#/#"]);
      }),
    );
    expect(each.reduce((sum, count) => sum + count)).toBe(2);
  });

  fact("SPUBLISH counts as on a single Redis: its channel is on one node", async () => {
    const { a, beta, publisher } = await openPair("sharded");
    await beta.socket.emitWithAck("join", "tea");
    await expect.poll(() => publisher.sPublish("socket.io#/#tea#", "{}")).toBe(1);
    a.io.to("tea").emit("message", "one");
    await expect.poll(() => beta.heard).toEqual(["one"]);
    expect(await publisher.sPublish("socket.io#/#", "{}")).toBe(2);
  });

  fact("broadcasts may overtake each other: node-redis publishes on one node after another", async () => {
    const { a, beta, subscriber } = await openPair("classic");
    const port = Number(subscriber.pubSubNode?.address.split(":")[1]);
    // B has its subscription on one node; the other one hangs for a moment.
    const other = redises?.processes[redises.ports.findIndex((one) => one !== port)];
    const sent = ["one", "two", "three", "four"];
    other?.kill("SIGSTOP");
    for (const text of sent) a.io.emit("message", text);
    await expect.poll(() => beta.heard).toHaveLength(2);
    other?.kill("SIGCONT");
    await expect.poll(() => beta.heard).toHaveLength(4);
    expect(beta.heard).not.toEqual(sent);
    expect(beta.heard.toSorted()).toEqual(sent.toSorted());
  });
});
