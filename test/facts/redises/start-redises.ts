// Redis servers for facts about more than one: a cluster, or a master with its replica and a sentinel, on loopback.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";
import { onTestFinished, vi } from "vitest";
import { freePort } from "../../../servers/redis/free-port.ts";
import { findRedisServer } from "../../../servers/redis/local.ts";

const loopback = "127.0.0.1";
/** On a busy machine a node needs a while to start. */
const startsWithin = { timeout: 40_000 };

export interface Redises {
  ports: number[];
  processes: ChildProcess[];
  close: () => void;
}

/** A client of one server, which survives its end. The caller destroys it. */
async function connectTo(port: number | undefined) {
  const client = createClient({ url: `redis://${loopback}:${port}` });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** The same, until the test ends. */
export async function openNode(port: number | undefined) {
  const client = await connectTo(port);
  onTestFinished(() => client.destroy());
  return client;
}

async function openFolder() {
  const program = (await findRedisServer(process.env.PATH ?? "")) ?? "";
  const folder = mkdtempSync(join(tmpdir(), "crosstalk-redises-"));
  const processes: ChildProcess[] = [];
  const start = (...options: string[]) => {
    const child = spawn(program, options, { stdio: "ignore" });
    processes.push(child);
  };
  const close = () => {
    for (const child of processes) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, processes, start, close };
}

const usual = (port: number, folder: string) => [
  ...["--port", `${port}`, "--bind", loopback, "--save", "", "--dir", folder],
];

/** A cluster's port and the one 10,000 above it, which its nodes use among themselves, are both free. */
async function freePortOfNode(): Promise<number> {
  const port = await freePort();
  return port < 55_000 ? port : freePortOfNode();
}

/** A Redis Cluster of two masters, each with half of the slots. */
export async function startCluster(): Promise<Redises> {
  const { folder, processes, start, close } = await openFolder();
  const ports = await Promise.all([freePortOfNode(), freePortOfNode()]);
  for (const port of ports)
    start(...usual(port, folder), "--cluster-enabled", "yes", "--cluster-config-file", `${port}.conf`);
  const nodes = await Promise.all(ports.map(connectTo));
  await nodes[0]?.sendCommand(["CLUSTER", "ADDSLOTSRANGE", "0", "8191"]);
  await nodes[1]?.sendCommand(["CLUSTER", "ADDSLOTSRANGE", "8192", "16383"]);
  await nodes[0]?.sendCommand(["CLUSTER", "MEET", loopback, `${ports[1]}`]);
  for (const node of nodes) {
    const isJoined = async () =>
      String(await node.sendCommand(["CLUSTER", "INFO"])).includes("cluster_state:ok");
    await vi.waitUntil(isJoined, startsWithin);
    node.destroy();
  }
  return { ports, processes, close };
}

/** A master, its replica and one sentinel, in this order; the sentinel calls the master `main`. */
export async function startSentinel(): Promise<Redises> {
  const { folder, processes, start, close } = await openFolder();
  const ports = await Promise.all([freePort(), freePort(), freePort()]);
  const [master = 0, replica = 0, sentinel = 0] = ports;
  start(...usual(master, folder));
  // A replica that finds no master tries again a second later.
  (await connectTo(master)).destroy();
  start(...usual(replica, folder), "--replicaof", loopback, `${master}`);
  const file = join(folder, "sentinel.conf");
  writeFileSync(
    file,
    [
      `port ${sentinel}`,
      `bind ${loopback}`,
      `dir ${folder}`,
      `sentinel monitor main ${loopback} ${master} 1`,
      "sentinel down-after-milliseconds main 500",
      "",
    ].join("\n"),
  );
  start(file, "--sentinel");
  const [follower, watcher] = await Promise.all([connectTo(replica), connectTo(sentinel)]);
  const isFollowing = async () => String(await follower.info("replication")).includes("link_status:up");
  const isKnown = async () =>
    JSON.stringify(await watcher.sendCommand(["SENTINEL", "REPLICAS", "main"])).includes(`${replica}`);
  await vi.waitUntil(isFollowing, startsWithin);
  await vi.waitUntil(isKnown, startsWithin);
  follower.destroy();
  watcher.destroy();
  return { ports, processes, close };
}
