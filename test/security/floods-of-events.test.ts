// Floods of events cut off who sends them, and slow nobody else.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openWorld, type TestClient, type World } from "../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded", {
    workshop: { instructorKey: "k", publicUrl: null, learners: 0 },
  });
});
afterAll(() => world.close());

describe("one connection to the gateway itself", () => {
  async function watch(labId: string): Promise<Socket> {
    const socket = io(world.url, {
      path: "/watch/socket.io/",
      auth: { lab: labId },
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
    });
    onTestFinished(() => void socket.disconnect());
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    return socket;
  }

  test("is cut off when it sends 10,000 events in a second", async () => {
    const lab = await world.openLab();
    const [flooding, bystander] = [await watch(lab.id), await watch(lab.id)];
    const ended = new Promise((resolve) => flooding.once("disconnect", resolve));
    for (let i = 0; i < 10_000; i += 1) flooding.emit("clock");
    expect(await ended).toMatch(/transport/);
    expect(await bystander.timeout(40_000).emitWithAck("clock")).toEqual(expect.any(Number));
  });

  test("is cut off in the workshop too", async () => {
    const auth = { role: "learner", key: "key-of-a-flooding-page", name: "loud" };
    const flooding = io(world.url, {
      path: "/workshop/socket.io/",
      auth,
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
    });
    onTestFinished(() => void flooding.disconnect());
    const ended = new Promise((resolve) => flooding.once("disconnect", resolve));
    await new Promise<void>((resolve) => flooding.once("connect", () => resolve()));
    for (let i = 0; i < 10_000; i += 1) flooding.emit("follow", true);
    expect(await ended).toMatch(/transport/);
  });

  test("is cut off when it sends more than 4 MB in a second", async () => {
    const lab = await world.openLab();
    const flooding = await watch(lab.id);
    const ended = new Promise((resolve) => flooding.once("disconnect", resolve));
    // 27 MB: far more than what is added while a busy machine reads them.
    for (let i = 0; i < 30; i += 1) flooding.emit("report", "x".repeat(900_000));
    expect(await ended).toMatch(/transport/);
  });
});

describe("a lab in a flood", () => {
  /** How long this client's messages take to be acknowledged: the median of `count`, in ms. */
  async function latency(client: TestClient, count: number): Promise<number> {
    const times: number[] = [];
    for (let i = 0; i < count; i += 1) {
      const start = performance.now();
      await client.send(i);
      times.push(performance.now() - start);
    }
    return times.toSorted((one, other) => one - other)[count >> 1] ?? 0;
  }

  /**
   * Floods a server with 10,000 events a second from a thread of its own, so that nobody here waits for that work. Resolves
   * once the server is busy with it: it refuses some, or has sent thousands.
   */
  async function flood(path: string): Promise<void> {
    const script = `
      const { parentPort, workerData } = require("node:worker_threads");
      const socket = require("socket.io-client").io(workerData.url, { path: workerData.path, transports: ["websocket"] });
      let heard = 0;
      const busy = () => parentPort.postMessage("busy");
      socket.on("message", () => ++heard === 3000 && busy());
      socket.once("refused", busy);
      setInterval(() => {
        for (let i = 0; i < 500; i += 1) socket.emit("message", i);
      }, 50);`;
    const thread = new Worker(script, { eval: true, workerData: { url: world.url, path } });
    onTestFinished(() => void thread.terminate());
    await once(thread, "message");
  }

  test("of 10,000 events a second slows a neighbour by less than 10 times, and both keep running", async () => {
    const [loud, quiet] = [await world.openLab(), await world.openLab()];
    await loud.setLinks("adapter", "adapter");
    const neighbour = await quiet.client("a", { transports: ["websocket"] });
    const baseline = await latency(neighbour, 50);
    await flood(loud.servers.a.path);
    const flooded = await latency(neighbour, 50);
    expect(flooded, `${baseline} ms became ${flooded} ms`).toBeLessThan(10 * Math.max(baseline, 1));
    for (const { id } of [loud, quiet]) {
      const { servers } = (await world.call("GET", `/api/labs/${id}`)).body;
      expect([servers.a.state, servers.b.state]).toEqual(["running", "running"]);
    }
  });
});
