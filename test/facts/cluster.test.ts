// What PUBLISH and NUMSUB count: subscriptions, and on a Redis Cluster only those of the node that was asked.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { freePort } from "../../servers/redis/free-port.ts";
import { findRedisServer } from "../../servers/redis/local.ts";
import { noRedis } from "./servers.ts";

const fact = test.skipIf(noRedis);
const folder = mkdtempSync(join(tmpdir(), "crosstalk-cluster-"));
const started: ChildProcess[] = [];
let ports: number[] = [];

/** A cluster's port and the one 10,000 above it, which its nodes use among themselves, are both free. */
async function freePortOfNode(): Promise<number> {
  const port = await freePort();
  return port < 55_000 ? port : freePortOfNode();
}

beforeAll(async () => {
  if (noRedis) return;
  const program = (await findRedisServer(process.env.PATH ?? "")) ?? "";
  ports = await Promise.all([freePortOfNode(), freePortOfNode()]);
  for (const port of ports) {
    const options = ["--cluster-enabled", "yes", "--save", "", "--dir", folder, "--bind", "127.0.0.1"];
    const names = ["--port", `${port}`, "--cluster-config-file", `${port}.conf`];
    started.push(spawn(program, [...options, ...names], { stdio: "ignore" }));
  }
  const nodes = await Promise.all(ports.map(open));
  await nodes[0]?.sendCommand(["CLUSTER", "ADDSLOTSRANGE", "0", "8191"]);
  await nodes[1]?.sendCommand(["CLUSTER", "ADDSLOTSRANGE", "8192", "16383"]);
  await nodes[0]?.sendCommand(["CLUSTER", "MEET", "127.0.0.1", `${ports[1]}`]);
  for (const node of nodes) {
    const isJoined = async () =>
      String(await node.sendCommand(["CLUSTER", "INFO"])).includes("cluster_state:ok");
    await vi.waitUntil(isJoined, { timeout: 40_000 });
    node.destroy();
  }
});
afterAll(() => {
  for (const child of started) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function open(port: number | undefined) {
  const client = createClient({ url: `redis://127.0.0.1:${port}` });
  client.on("error", () => {});
  await client.connect();
  return client;
}

async function openNode(index: number) {
  const client = await open(ports[index]);
  onTestFinished(() => client.destroy());
  return client;
}

describe("receivers", () => {
  fact("are subscriptions: one connection that subscribed by name and by pattern counts twice", async () => {
    const [publisher, subscriber] = await Promise.all([openNode(0), openNode(0)]);
    const heard: string[] = [];
    await subscriber.subscribe("news", (text) => heard.push(`name ${text}`));
    await subscriber.pSubscribe("n*", (text) => heard.push(`pattern ${text}`));
    expect(await publisher.publish("news", "one")).toBe(2);
    await expect.poll(() => heard).toEqual(["name one", "pattern one"]);
    // NUMSUB doesn't count patterns.
    expect(await publisher.pubSubNumSub("news")).toMatchObject({ news: 1 });
  });

  fact("are those of the asked node on a Redis Cluster: 0 receivers, and delivered anyway", async () => {
    const [publisher, subscriber] = await Promise.all([openNode(0), openNode(1)]);
    const heard: string[] = [];
    await subscriber.subscribe("news", (text) => heard.push(text));
    expect(await publisher.publish("news", "one")).toBe(0);
    await expect.poll(() => heard).toEqual(["one"]);
    expect(await publisher.pubSubNumSub("news")).toMatchObject({ news: 0 });
    expect(await subscriber.pubSubNumSub("news")).toMatchObject({ news: 1 });
  });
});
