// A master, its replica and a sentinel: what PUBLISH counts there, which clients can be used, and what a failover does.
import { Redis } from "ioredis";
import { createSentinel } from "redis";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { noRedis } from "../servers.ts";
import { openServer } from "./adapters.ts";
import { openNode, type Redises, startSentinel } from "./start-redises.ts";

const fact = test.skipIf(noRedis);
let redises: Redises | undefined;

beforeAll(async () => {
  if (!noRedis) redises = await startSentinel();
});
afterAll(() => redises?.close());

const node = (index: number) => openNode(redises?.ports[index]);
const sentinelNode = () => ({ host: "127.0.0.1", port: redises?.ports[2] ?? 0 });

async function openIoredis() {
  const client = new Redis({ sentinels: [sentinelNode()], name: "main", maxRetriesPerRequest: null });
  onTestFinished(async () => void (await client.quit()));
  return Promise.resolve(client);
}

async function openNodeRedis() {
  const client = createSentinel({ name: "main", sentinelRootNodes: [sentinelNode()] });
  client.on("error", () => {});
  await client.connect();
  onTestFinished(async () => {
    // Behind the adapter's unsubscriptions, which it doesn't await and close() would break off.
    await client.subscribe("closing", () => {});
    await client.close();
  });
  return client;
}

describe("with a replica", () => {
  fact("PUBLISH on the master counts none of the replica's subscribers, and reaches them", async () => {
    const [master, replica] = await Promise.all([node(0), node(1)]);
    const heard: string[] = [];
    await replica.subscribe("news", (text) => heard.push(text));
    expect(await master.publish("news", "one")).toBe(0);
    await expect.poll(() => heard).toEqual(["one"]);
  });

  fact("PUBLISH on the replica doesn't reach the master's subscribers", async () => {
    const [master, replica, subscriber] = await Promise.all([node(0), node(1), node(0)]);
    const heard: string[] = [];
    await subscriber.subscribe("news", (text) => heard.push(text));
    expect(await replica.publish("news", "up")).toBe(0);
    // What the master itself publishes afterwards has come, so the other one hasn't.
    await replica.ping();
    await master.publish("news", "down");
    await expect.poll(() => heard).toEqual(["down"]);
  });
});

describe("by a sentinel", () => {
  fact("createSentinel of node-redis carries broadcasts, and every question fails", async () => {
    const [p, q, r, s] = await Promise.all([
      openNodeRedis(),
      openNodeRedis(),
      openNodeRedis(),
      openNodeRedis(),
    ]);
    const [a, b] = [openServer("classic", p, q), openServer("classic", r, s)];
    const beta = await b.client();
    // Nobody can ask whether both have subscribed, so until it's heard.
    await expect.poll(() => a.io.emit("message", "one") && beta.heard).toContain("one");
    const failure = "Cannot read properties of undefined (reading 'length')";
    await expect(a.count()).rejects.toThrow(failure);
    await expect(a.io.fetchSockets()).rejects.toThrow(failure);
  });

  fact(
    "one line lets createSentinel answer questions: the adapter passes one argument, it takes two",
    async () => {
      const clients = await Promise.all([openNodeRedis(), openNodeRedis(), openNodeRedis(), openNodeRedis()]);
      for (const client of clients) {
        const send = client.sendCommand.bind(client);
        Object.assign(client, { sendCommand: (command: string[]) => send(false, command) });
      }
      const [p, q, r, s] = clients;
      if (!p || !q || !r || !s) throw new Error("four clients were opened");
      const [a, b] = [openServer("classic", p, q), openServer("classic", r, s)];
      await expect.poll(() => Promise.all([a.count(), b.count()])).toEqual([2, 2]);
      await b.client();
      expect(await a.io.fetchSockets()).toHaveLength(1);
    },
  );

  // The last one, as it ends the master.
  fact("ioredis finds the master: broadcasts and questions cross, and again after a failover", async () => {
    const [p, q, r, s] = await Promise.all([openIoredis(), openIoredis(), openIoredis(), openIoredis()]);
    const [a, b] = [openServer("classic", p, q), openServer("classic", r, s)];
    await expect.poll(() => Promise.all([a.count(), b.count()])).toEqual([2, 2]);
    const [alpha, beta] = await Promise.all([a.client(), b.client()]);
    a.io.emit("message", "before");
    await expect.poll(() => beta.heard).toEqual(["before"]);

    redises?.processes[0]?.kill("SIGKILL");
    a.io.emit("message", "meanwhile");
    // The sender's own server serves its own clients at once.
    await expect.poll(() => alpha.heard).toEqual(["before", "meanwhile"]);
    const promoted = await node(1);
    await expect.poll(() => promoted.info("replication")).toContain("role:master");
    await expect.poll(() => Promise.all([a.count(), b.count()])).toEqual([2, 2]);
    a.io.emit("message", "after");
    await expect.poll(() => beta.heard).toContain("after");
  });
});
