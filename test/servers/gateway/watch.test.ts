// Those who watch get the whole trace in order, in pages; those who don't read, or send too much, are cut off.
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo, Socket as TcpSocket } from "node:net";
import { io, type Socket } from "socket.io-client";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createBoundary } from "../../../servers/boundary.ts";
import type { FlowLimits } from "../../../servers/gateway/watch/flow.ts";
import { createWatch } from "../../../servers/gateway/watch/watch.ts";
import type { Lab } from "../../../servers/lab/lab.ts";
import type { Labs } from "../../../servers/lab/labs.ts";
import { createTrace } from "../../../servers/lab/trace/trace.ts";
import type { ClientReport, TraceEvent } from "../../../servers/protocol.ts";
import { connect, frame, upgrade } from "../../security/raw.ts";

/** A gateway's watch over one lab, whose trace the test writes. */
async function openWatch(limits: Partial<FlowLimits> = {}) {
  const trace = createTrace(0);
  let reported = 0;
  const lab = {
    id: "lab",
    trace,
    clock: () => 0,
    openConsole: () => ({ type: () => {}, close: () => {} }),
    report: (reports: ClientReport[]) => (reported += reports.length),
  } as unknown as Lab;
  const cutOff: string[] = [];
  const server = http.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const watch = createWatch(server, {
    labs: { find: () => lab, touch: () => {} } as unknown as Labs,
    boundary: createBoundary({
      print: (line) => {
        throw new Error(line);
      },
    }),
    refusal: () => null,
    mayChange: () => true,
    cutOff: (why) => cutOff.push(why),
    limits,
  });
  onTestFinished(() => {
    watch.close();
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const text = "x".repeat(4000);
  return {
    url,
    trace,
    cutOff,
    reported: () => reported,
    /** Adds so many events of 4 kB, in batches as servers report them. */
    async add(count: number) {
      for (let added = 0; added < count; added += 1) {
        trace.add(0, { type: "log", server: "a", stream: "out", text });
        if (added % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

type Watched = Awaited<ReturnType<typeof openWatch>>;

/** Watches with a stock client, which keeps what it got. */
function watcher({ url }: Watched, transports = ["websocket"], after = 0) {
  const pages: TraceEvent[][] = [];
  const seqs = () => pages.flat().map(({ seq }) => seq);
  const socket: Socket = io(url, {
    path: "/watch/socket.io/",
    auth: (give) => give({ lab: "lab", after: seqs().at(-1) ?? after }),
    forceNew: true,
    transports,
    reconnectionDelay: 20,
    reconnectionDelayMax: 50,
  });
  socket.on("trace", (events: TraceEvent[]) => pages.push(events));
  onTestFinished(() => void socket.disconnect());
  return { socket, pages, seqs };
}

/** Watches and reads nothing from then on. */
async function deafWatcher({ url }: Watched): Promise<TcpSocket> {
  const { socket } = await upgrade(url, { path: "/watch/socket.io/?EIO=4&transport=websocket" });
  onTestFinished(() => void socket.destroy());
  socket.write(frame('40{"lab":"lab"}'));
  await once(socket, "data");
  socket.pause();
  return socket;
}

const upTo = (count: number, first = 1) => Array.from({ length: count }, (_, index) => first + index);

describe.each([[["websocket"]], [["polling"]], [["polling", "websocket"]]])(
  "a watcher by %j",
  (transports) => {
    test("gets what it missed in pages of 500 at most, then what comes, each once and in order", async () => {
      const watched = await openWatch();
      await watched.add(1234);
      const { pages, seqs } = watcher(watched, transports);
      await watched.add(100);
      await expect.poll(() => seqs().length, { timeout: 15_000 }).toBe(1334);
      await watched.add(700);
      await expect.poll(() => seqs().length, { timeout: 15_000 }).toBe(2034);
      expect(seqs()).toEqual(upTo(2034));
      expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(500);
    });

    test("gets nothing twice when it comes back with what it has", async () => {
      const watched = await openWatch();
      await watched.add(600);
      const { socket, seqs } = watcher(watched, transports);
      await expect.poll(() => seqs().length).toBe(600);
      socket.io.engine.close();
      await watched.add(600);
      await expect.poll(() => seqs().length, { timeout: 15_000 }).toBe(1200);
      expect(seqs()).toEqual(upTo(1200));
    });
  },
);

describe("watchers that read nothing", () => {
  test("are cut off by the bytes that wait, while one that reads misses nothing", async () => {
    const watched = await openWatch({ maxUnreadBytes: 1_000_000 });
    const deaf = await Promise.all(upTo(10).map(() => deafWatcher(watched)));
    const { seqs } = watcher(watched);
    await expect.poll(() => seqs()).toEqual([]);
    for (let round = 0; round < 30 && watched.cutOff.length < deaf.length; round += 1) {
      await watched.add(200);
      await expect.poll(() => seqs().at(-1)).toBe((round + 1) * 200);
    }
    expect(watched.cutOff).toEqual(deaf.map(() => "watcher that leaves too much unread or half sent"));
    expect(seqs()).toEqual(upTo(seqs().length));
  });

  test("are sent a page of what they missed and wait for it to be read, so that many of them hold little", async () => {
    const watched = await openWatch();
    await watched.add(5000);
    const before = process.memoryUsage().arrayBuffers;
    await Promise.all(upTo(10).map(() => deafWatcher(watched)));
    const { seqs } = watcher(watched);
    await expect.poll(() => seqs().length, { timeout: 15_000 }).toBe(5000);
    // All of it at once would be 20 MB for each of ten, 200 MB together.
    expect((process.memoryUsage().arrayBuffers - before) / 1e6).toBeLessThan(130);
    expect(watched.cutOff).toEqual([]);
  });

  test("are cut off by what all of one lab or address hold together, those that lag the most first", async () => {
    const watched = await openWatch({ maxUnreadBytes: 100_000_000, maxUnreadBytesOfGroup: 3_000_000 });
    await Promise.all(upTo(5).map(() => deafWatcher(watched)));
    const { seqs } = watcher(watched);
    await expect.poll(() => seqs()).toEqual([]);
    for (let round = 0; round < 30 && watched.cutOff.length === 0; round += 1) {
      await watched.add(500);
      await expect.poll(() => seqs().at(-1)).toBe((round + 1) * 500);
    }
    await expect.poll(() => watched.cutOff.length, { timeout: 5000 }).toBeGreaterThan(0);
    expect(seqs()).toEqual(upTo(seqs().length));
  });
});

/** Opens a session of Engine.IO by polling. */
const handshake = ({ url }: Watched, localAddress: string) =>
  new Promise<{ status: number; sid: string }>((resolve, reject) => {
    const request = http.get(`${url}/watch/socket.io/?EIO=4&transport=polling`, {
      localAddress,
      agent: false,
    });
    request.on("error", reject);
    request.on("response", async (response) => {
      const text = (await response.setEncoding("utf8").toArray()).join("");
      resolve({ status: response.statusCode ?? 0, sid: /"sid":"([^"]+)"/.exec(text)?.[1] ?? "" });
    });
  });

describe("sessions of Engine.IO", () => {
  test("are bounded for an address and in all, and a place comes back when one ends", async () => {
    const watched = await openWatch({ maxSessionsOfAddress: 3, maxSessions: 5 });
    const ask = async (address: string) => (await handshake(watched, address)).status;
    const { sid } = await handshake(watched, "127.0.0.2");
    expect([await ask("127.0.0.2"), await ask("127.0.0.2"), await ask("127.0.0.2")]).toEqual([200, 200, 403]);
    expect([await ask("127.0.0.3"), await ask("127.0.0.1"), await ask("127.0.0.1")]).toEqual([200, 200, 403]);
    const path = `${watched.url}/watch/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    await fetch(path, { method: "POST", body: "1" });
    await expect.poll(() => ask("127.0.0.2")).toBe(200);
  });

  test("that ask at once, in one packet, are bounded too", async () => {
    const watched = await openWatch({ maxSessions: 5 });
    const line = "GET /watch/socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const sockets = await Promise.all(
      upTo(4).map(async () => {
        const tcp = await connect(watched.url);
        onTestFinished(() => void tcp.destroy());
        let text = "";
        tcp.on("data", (chunk) => (text += chunk));
        tcp.write(line.repeat(10));
        return () => text;
      }),
    );
    const count = (what: string) => sockets.reduce((sum, text) => sum + text().split(what).length - 1, 0);
    await expect.poll(() => count("HTTP/1.1 403") + watched.cutOff.length).toBe(35);
    expect(count('"sid"') - watched.cutOff.length).toBeLessThanOrEqual(5);
  });
});

describe("connections whose session is over", () => {
  const session = async ({ url }: Watched) => {
    const { status, socket } = await upgrade(url, { path: "/watch/socket.io/?EIO=4&transport=websocket" });
    onTestFinished(() => void socket.destroy());
    return { status, socket, closed: once(socket.resume(), "close") };
  };

  test("keep the session's place until they are closed, and are closed soon", async () => {
    const watched = await openWatch({ maxSessions: 1 });
    const { socket, closed } = await session(watched);
    socket.write(frame("z")); // no packet of Engine.IO's, and no frame that closes the WebSocket
    await once(socket, "data"); // the server closes its side
    expect((await session(watched)).status).toBe(400);
    await closed;
    await expect.poll(async () => (await session(watched)).status).toBe(101);
  });

  test("are closed at once where they were cut off, whatever the client does", async () => {
    const watched = await openWatch({ maxPacketsPerSecond: 5 });
    const { socket, closed } = await session(watched);
    socket.write(Buffer.concat(upTo(6).map(() => frame("3"))));
    await closed;
    expect(watched.cutOff).toEqual(["watcher that sends too much"]);
  });
});

describe("messages that are half sent", () => {
  test("count for their address, on a WebSocket", async () => {
    const watched = await openWatch({ maxUnreadBytesOfGroup: 1_000_000 });
    const half = frame("x".repeat(400_000)).subarray(0, 390_000);
    const sockets = await Promise.all(
      upTo(3).map(async () => {
        const { socket } = await upgrade(watched.url, {
          path: "/watch/socket.io/?EIO=4&transport=websocket",
        });
        onTestFinished(() => void socket.destroy());
        socket.write(half);
        return socket;
      }),
    );
    await Promise.race(sockets.map((socket) => once(socket.resume(), "close")));
    expect(watched.cutOff).toEqual(["watcher that leaves too much unread or half sent"]);
  });

  test.each(["Content-Length: 900000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n1000\r\n"])(
    "count for their address, in a POST with %j",
    async (rest) => {
      const watched = await openWatch({ maxUnreadBytesOfGroup: 1_500_000 });
      const sockets = await Promise.all(
        upTo(2).map(async () => {
          const { sid } = await handshake(watched, "127.0.0.1");
          const socket = await connect(watched.url);
          onTestFinished(() => void socket.destroy());
          const path = `/watch/socket.io/?EIO=4&transport=polling&sid=${sid}`;
          socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\n${rest}4`);
          return socket;
        }),
      );
      await Promise.race(sockets.map((socket) => once(socket.resume(), "close")));
      expect(watched.cutOff).toEqual(["watcher that leaves too much unread or half sent"]);
    },
  );

  test("that are whole soon are taken, however many", async () => {
    const watched = await openWatch({ maxUnreadBytesOfGroup: 1_000_000 });
    const { socket, seqs } = watcher(watched);
    const report = { type: "sent", socket: "s", event: "e", text: "x".repeat(200), at: 1 };
    for (let sent = 0; sent < 10; sent += 1) {
      socket.emit("report", Array(800).fill(report));
      await socket.emitWithAck("clock");
    }
    expect(watched.reported()).toBe(8000);
    expect([seqs(), watched.cutOff]).toEqual([[], []]);
  });
});

test("what the pages of one lab report is bounded for the lab, and told", async () => {
  // On a clock that stands still none of it comes back, however long this takes.
  const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now());
  onTestFinished(() => clock.mockRestore());
  const watched = await openWatch({ maxPacketsPerSecond: 1e6, maxBytesPerSecond: 1e9 });
  const sockets = [watcher(watched).socket, watcher(watched).socket];
  const refusals: { code: string }[] = [];
  for (const socket of sockets) {
    socket.on("refused", (error) => refusals.push(error));
    await once(socket as never, "connect");
  }
  const reports = upTo(1000).map(() => ({ type: "heard", socket: "s", event: "e", text: "t", at: 0 }));
  for (let sent = 0; sent < 152; sent += 1) sockets[sent % 2]?.emit("report", reports);
  for (const socket of sockets) await socket.timeout(20_000).emitWithAck("clock");
  expect(refusals[0]).toMatchObject({
    code: "rate",
    message: expect.stringMatching(/20000 events a second/),
  });
  expect(watched.reported()).toBe(150_000);
});

test.each([-3_600_000, 1_200_000])("a clock that is set by %i ms cuts nobody off", async (ms) => {
  vi.useFakeTimers({ toFake: ["performance", "Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const watched = await openWatch({ maxPacketsPerSecond: 30 });
  const { socket } = watcher(watched);
  await once(socket as never, "connect");
  await socket.timeout(5000).emitWithAck("clock");
  vi.setSystemTime(Date.now() + ms);
  for (let second = 0; second < 4; second += 1) {
    for (let sent = 0; sent < 10; sent += 1) await socket.timeout(5000).emitWithAck("clock");
    vi.advanceTimersByTime(1000);
  }
  expect(watched.cutOff).toEqual([]);
});
