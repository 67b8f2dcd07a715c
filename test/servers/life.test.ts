// The life of a lab and its limits: idle labs end and say so, and too much is refused without harming others.
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { TraceEvent } from "../../servers/protocol.ts";
import { frame, openNonReadingClient } from "../security/raw.ts";
import { hears, openWorld, type TestLab, type World } from "../world.ts";

async function watch(world: World, lab: TestLab): Promise<Socket> {
  const socket = io(world.url, {
    path: "/watch/socket.io/",
    auth: { lab: lab.id, after: 0 },
    forceNew: true,
    // Messages during an upgrade wait for its end, which a gateway that is ending doesn't.
    transports: ["websocket"],
  });
  onTestFinished(() => void socket.disconnect());
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return socket;
}

const goneFrom = (socket: Socket) => new Promise((resolve) => socket.once("gone", resolve));

/** Resolves with the first event that says how many weren't recorded. */
const skippedFor = (watcher: Socket) =>
  new Promise<TraceEvent>((resolve) => {
    watcher.on("trace", (events: TraceEvent[]) => {
      for (const event of events) if (event.type === "skipped") resolve(event);
    });
  });

/** Resolves with "connected", or with why it was refused. */
const connectOnce = (url: string, path: string) =>
  new Promise<string>((resolve) => {
    // Long enough for 200 at once on a busy machine.
    const socket = io(url, { path, transports: ["websocket"], forceNew: true, timeout: 100_000 });
    onTestFinished(() => void socket.disconnect());
    socket.once("connect", () => resolve("connected"));
    socket.once("connect_error", ({ message }) => resolve(message));
  });

describe("a lab that nobody uses", () => {
  test("ends, and its watchers are notified; one that is used continues", async () => {
    vi.useFakeTimers({ toFake: ["performance", "setInterval", "clearInterval"] });
    onTestFinished(() => void vi.useRealTimers());
    const world = await openWorld();
    onTestFinished(() => world.close());
    const [idle, used] = [await world.openLab(), await world.openLab()];
    const alpha = await used.client("a");
    const gone = goneFrom(await watch(world, idle));
    for (let minute = 0; minute < 20; minute += 1) {
      vi.advanceTimersByTime(60_000);
      await alpha.send(`still here ${minute}`);
      // The gateway learns of it after the client does.
      await used.traced("received", ({ text }) => text.includes(`still here ${minute}`));
    }

    expect(await gone).toBe("idle");
    expect((await world.call("GET", `/api/labs/${idle.id}`)).status).toBe(404);
    expect((await world.call("GET", `/api/labs/${used.id}`)).status).toBe(200);
  });
});

describe("a lab that ends", () => {
  test("notifies its watchers that it was closed, and can't be watched again", async () => {
    const world = await openWorld();
    onTestFinished(() => world.close());
    const lab = await world.openLab();
    const gone = goneFrom(await watch(world, lab));
    await lab.change("DELETE", "");

    expect(await gone).toBe("closed");
    await expect(watch(world, lab)).rejects.toThrow(/no such lab/i);
  });

  test("notifies its watchers that Crosstalk is ending, and leaves no socket files", async () => {
    const world = await openWorld();
    const lab = await world.openLab();
    const gone = goneFrom(await watch(world, lab));
    await world.close();

    expect(await gone).toBe("shutdown");
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`crosstalk-${process.pid}-`))).toEqual([]);
  });
});

describe("what is too much", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());

  test("ends the client that sends a message of more than 1 MB, and nobody else", async () => {
    const lab = await world.openLab();
    const [alpha, other] = [await lab.client("a", { reconnection: false }), await lab.client("a")];
    const ended = new Promise((resolve) => alpha.socket.once("disconnect", resolve));
    alpha.socket.emit("message", "x".repeat(1_100_000));

    expect(await ended).toMatch(/transport/);
    await other.send("still here");
    expect(await hears(other, "still here")).toEqual(["still here"]);
  });

  test("ends the connection soon on which something invalid came, whether the client closes it or not", async () => {
    const lab = await world.openLab();
    const client = await openNonReadingClient(world.url, lab.servers.a.path);
    const closed = once(client, "close");
    client.resume();
    const start = performance.now();
    client.write(frame("4not a packet"));
    await closed;

    expect(performance.now() - start).toBeLessThan(20_000); // ws gives a client 30 s
  });

  test("is left out beyond 3,000 events at once and 3,000 more each second, and the client is notified", async () => {
    const lab = await world.openLab();
    const alpha = await lab.client("a", { transports: ["websocket"] });
    const refused = new Promise((resolve) => alpha.socket.once("refused", resolve));
    const start = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 20_000 }, () => alpha.socket.emitWithAck("room:leave", "nowhere")),
    );
    const seconds = (performance.now() - start) / 1000;

    expect(await refused).toMatchObject({
      code: "rate",
      message: expect.stringContaining("3000 events a second"),
    });
    const errors = answers.filter((answer) => answer?.error?.includes("3000 events a second"));
    const passed = answers.length - errors.length;
    expect(passed).toBeGreaterThanOrEqual(3000);
    expect(passed).toBeLessThanOrEqual(3000 * (1 + seconds));
    await expect.poll(() => alpha.send("a second later")).toBe("ok");
  });

  test("refuses the 201st client of a server, and says why", async () => {
    const lab = await world.openLab();
    const connect = () => connectOnce(world.url, lab.servers.a.path);
    const answers = await Promise.all(Array.from({ length: 200 }, connect));

    expect(new Set(answers)).toEqual(new Set(["connected"]));
    expect(await connect()).toMatch(/takes 200 clients/);
  });

  test("counts what it couldn't record, and keeps everyone's connections", async () => {
    const lab = await world.openLab();
    await lab.setLinks("adapter", "none");
    const clients = await Promise.all(
      Array.from({ length: 10 }, () => lab.client("a", { transports: ["websocket"] })),
    );
    // As it is added, because the trace doesn't keep it for long.
    const skipped = skippedFor(await watch(world, lab));
    for (let i = 0; i < 10_000; i += 1) clients[i % 10]?.socket.emit("message", i);

    expect(await skipped).toMatchObject({ server: "a", count: expect.any(Number) });
    expect(clients.every(({ socket }) => socket.connected)).toBe(true);
    // While it grows, one reads more than it keeps.
    await expect.poll(async () => (await lab.trace()).length).toBeLessThanOrEqual(6000);
  });

  test("refuses reports that violate the contract", async () => {
    const socket = await watch(world, await world.openLab());
    const refused = new Promise((resolve) => socket.once("refused", resolve));
    socket.emit("report", [{ type: "guessed", socket: 1 }]);

    expect(await refused).toMatchObject({ code: "invalid" });
  });
});
