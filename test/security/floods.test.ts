// Too much of anything is refused where it comes in, and a neighbour continues as before.
import { once } from "node:events";
import type net from "node:net";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { createRefusals } from "../../servers/gateway/admission/refusal-log.ts";
import { openWorld, type World } from "../world.ts";
import { connect, frame, upgrade } from "./raw.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded", {
    limits: { maxConnections: 60, headWithinMs: 1500 },
    workshop: { instructorKey: "k", publicUrl: null, learners: 0 },
  });
});
afterAll(() => world.close());

const isEnded = (socket: net.Socket) => new Promise<void>((resolve) => socket.once("close", () => resolve()));
const hold = (sockets: net.Socket[]) =>
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });

describe("slow requests", () => {
  test.each([
    ["that never begin", ""],
    ["whose head never ends", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: 1"],
  ])("%s are ended", async (_, text) => {
    const socket = await connect(world.url);
    const ended = isEnded(socket);
    socket.write(text);
    socket.resume();
    await ended;
    expect(socket.destroyed).toBe(true);
  });

  test.each(["/api/labs", "/labs/x/a/socket.io/", "/watch/socket.io/?EIO=4&transport=polling"])(
    "whose body never arrives are ended, to %s",
    async (path) => {
      const socket = await connect(world.url);
      const ended = isEnded(socket);
      socket.resume();
      socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{`);
      await ended;
      expect((await world.call("GET", "/healthz")).status).toBe(200);
    },
  );

  test.each(["head", "body"])("whose %s arrives a byte at a time don't get more time", async (part) => {
    const { id, token } = await world.openLab();
    const socket = await connect(world.url);
    const ended = isEnded(socket);
    socket.resume();
    const drip = setInterval(() => socket.write("x"), 100);
    onTestFinished(() => clearInterval(drip));
    const head = `PATCH /api/labs/${id}/servers/a HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n`;
    socket.write(head + (part === "head" ? "X-Slow: " : "Content-Length: 10000\r\n\r\n"));
    await ended;
    expect(socket.destroyed).toBe(true);
  });
});

describe("sockets", () => {
  test("are refused beyond the gateway's limit; connected clients stay, and places become free again", async () => {
    const lab = await world.openLab();
    const alpha = await lab.client("a", { transports: ["websocket"] });
    const sockets: net.Socket[] = [];
    hold(sockets);
    let refused = 0;
    for (let i = 0; i < 100; i += 1) {
      const socket = await connect(world.url);
      socket.on("close", () => (refused += 1));
      sockets.push(socket);
    }
    await expect.poll(() => refused).toBeGreaterThanOrEqual(40);
    expect(await alpha.send("still here")).toBe("ok");
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => world.call("GET", "/healthz").catch(() => null)).toMatchObject({ status: 200 });
  });

  test("are refused beyond 300 to one server, even if they never send anything", async () => {
    const lab = await world.openLab();
    const sockets: net.Socket[] = [];
    hold(sockets);
    const answers = new Map<number, number>();
    for (let i = 0; i < 400; i += 1) {
      const path = `${lab.servers.a.path}?EIO=4&transport=websocket`;
      const { status, socket } = await upgrade(world.url, { path });
      sockets.push(socket);
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }
    expect(Object.fromEntries(answers)).toEqual({ 101: 300, 400: 100 });
    expect(await (await lab.client("b")).send("B has room")).toBe("ok");
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(() =>
        lab.client("a").then(
          () => "in",
          () => "full",
        ),
      )
      .toBe("in");
  });

  test("can watch one lab up to 300 at a time", async () => {
    const roomy = await openWorld("embedded");
    const lab = await roomy.openLab();
    const sockets: Socket[] = [];
    onTestFinished(async () => {
      for (const socket of sockets) socket.disconnect();
      await roomy.close();
    });
    const watch = () =>
      new Promise<string>((resolve) => {
        const socket = io(roomy.url, {
          path: "/watch/socket.io/",
          auth: { lab: lab.id },
          transports: ["websocket"],
          forceNew: true,
        });
        sockets.push(socket);
        socket.once("connect", () => resolve("in"));
        socket.once("connect_error", ({ message }) => resolve(message));
      });
    const answers = await Promise.all(Array.from({ length: 300 }, watch));
    expect(new Set(answers)).toEqual(new Set(["in"]));
    expect(await watch()).toMatch(/300 already watch this lab/);
  });
});

describe("a frame of 100 MB", () => {
  /** Announces 100 MB and sends as much of it as is accepted, at most 4 MB. */
  async function sendHuge(path: string): Promise<void> {
    const { status, socket } = await upgrade(world.url, { path: `${path}?EIO=4&transport=websocket` });
    expect(status).toBe(101);
    const ended = isEnded(socket);
    socket.resume();
    const head = frame("").subarray(0, 14);
    head.writeBigUInt64BE(100_000_000n, 2);
    socket.write(head);
    const part = Buffer.alloc(64_000, "x");
    for (let sent = 0; sent < 4_000_000 && !socket.destroyed; sent += part.length) {
      if (!socket.write(part)) await Promise.race([once(socket, "drain"), ended]);
    }
    await ended;
  }

  test("ends the connection that sends it, to a server and to the gateway", async () => {
    const lab = await world.openLab();
    const alpha = await lab.client("a");
    await sendHuge(lab.servers.a.path);
    await sendHuge("/watch/socket.io/");
    expect(await alpha.send("still here")).toBe("ok");
  });

  test("is refused as a request before it has arrived", async () => {
    const lab = await world.openLab();
    for (const path of [lab.servers.a.path, "/watch/socket.io/", "/api/labs"]) {
      const socket = await connect(world.url);
      const answer = once(socket, "data");
      socket.write(`POST ${path}?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n`);
      socket.write(`Content-Length: 100000000\r\n\r\n${"x".repeat(1_200_000)}`);
      expect(String(await answer), path).toMatch(/^HTTP\/1\.1 4(00|13) /);
      socket.destroy();
    }
  });
});

test.each([
  ["watch", 1_000_000],
  ["workshop", 64_000],
])("a message to /%s has at most %i bytes", async (path, most) => {
  const { socket } = await upgrade(world.url, { path: `/${path}/socket.io/?EIO=4&transport=websocket` });
  hold([socket]);
  const ended = isEnded(socket);
  let heard = "";
  socket.on("data", (chunk) => {
    heard += chunk;
  });
  const pong = (bytes: number) => frame(`3${"x".repeat(bytes - 1)}`); // nobody looks at what is in it
  socket.write(Buffer.concat([pong(most), frame("40")]));
  await expect.poll(() => heard).toContain("44"); // it asks for more than this client says of itself
  expect(socket.destroyed).toBe(false);
  socket.write(pong(most + 1));
  await ended;
});

describe("labs from one address", () => {
  test("are opened 120 at once, and then as many as are added; the rest have to wait", async () => {
    const full = await openWorld("embedded", { capacity: 1 });
    onTestFinished(() => full.close());
    const statuses: number[] = [];
    for (let i = 0; i < 140; i += 1) statuses.push((await full.call("POST", "/api/labs")).status);
    expect(statuses[0]).toBe(201);
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThanOrEqual(119);
    expect(statuses.at(-1)).toBe(429);
    expect((await full.call("POST", "/api/labs")).body.error.message).toMatch(/Try again in a second/);
  });
});

test("refusals are counted in the log, at most once a minute, and of at most 20 kinds", () => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const lines: string[] = [];
  const { note, close } = createRefusals((line) => lines.push(line));
  for (let i = 0; i < 10_000; i += 1) note("403 Forbidden");
  expect(lines).toEqual([]);
  vi.advanceTimersByTime(1000);
  expect(lines).toEqual(["Refused: 10000 × 403 Forbidden"]);
  for (let i = 0; i < 100; i += 1) note(`kind ${i}`);
  vi.advanceTimersByTime(59_000);
  expect(lines.length).toBe(1);
  vi.advanceTimersByTime(1000);
  expect(lines[1]?.split(", ").length).toBe(21);
  close();
});
