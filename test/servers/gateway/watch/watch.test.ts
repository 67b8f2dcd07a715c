// Watchers get the whole trace in order, in pages; those that don't read, or send too much, are cut off.

import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { nonReadingWatcher, openWatch, upTo, watcher } from "./watched.ts";

/** How long an answer may take; a busy machine isn't a failure. */
const withinMs = 40_000;

describe.each([[["websocket"]], [["polling"]], [["polling", "websocket"]]])(
  "a watcher by %j",
  (transports) => {
    test("gets what it missed in pages of at most 500, then new events, each once and in order", async () => {
      const watched = await openWatch();
      await watched.add(1234);
      const { pages, seqs } = watcher(watched, transports);
      await watched.add(100);
      await expect.poll(() => seqs().length).toBe(1334);
      await watched.add(700);
      await expect.poll(() => seqs().length).toBe(2034);
      expect(seqs()).toEqual(upTo(2034));
      expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(500);
    });

    test("gets nothing twice when it comes back with what it already has", async () => {
      const watched = await openWatch();
      await watched.add(600);
      const { socket, seqs } = watcher(watched, transports);
      await expect.poll(() => seqs().length).toBe(600);
      socket.io.engine.close();
      await watched.add(600);
      await expect.poll(() => seqs().length).toBe(1200);
      expect(seqs()).toEqual(upTo(1200));
    });
  },
);

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** The bytes of all buffers in use: those of what has been read already are garbage. */
function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}

describe("watchers that read nothing", () => {
  test("are cut off for their unread bytes, while one that reads misses nothing", async () => {
    const watched = await openWatch({ maxUnreadBytes: 1_000_000 });
    const nonReading = await Promise.all(upTo(10).map(() => nonReadingWatcher(watched)));
    const { seqs } = watcher(watched);
    await expect.poll(() => seqs()).toEqual([]);
    for (let round = 0; round < 30 && watched.cutOff.length < nonReading.length; round += 1) {
      await watched.add(200);
      await expect.poll(() => seqs().at(-1)).toBe((round + 1) * 200);
    }
    expect(watched.cutOff).toEqual(nonReading.map(() => "watcher that leaves too much unread or half sent"));
    expect(seqs()).toEqual(upTo(seqs().length));
  });

  test("get one page of what they missed and the next once it's read, so many of them use little memory", async () => {
    const watched = await openWatch();
    await watched.add(5000);
    const before = heldBytes();
    await Promise.all(upTo(10).map(() => nonReadingWatcher(watched)));
    const { seqs } = watcher(watched);
    await expect.poll(() => seqs().length).toBe(5000);
    // A page has 2 MB: one is being written, the next one waits. All pages would be 20 MB for each.
    await expect.poll(() => (heldBytes() - before) / 1e6 / 10).toBeLessThan(5);
    expect(watched.cutOff).toEqual([]);
  });

  test("are cut off for what all of one lab or address hold together, the furthest behind first", async () => {
    const watched = await openWatch({ maxUnreadBytes: 100_000_000, maxUnreadBytesOfGroup: 3_000_000 });
    await Promise.all(upTo(5).map(() => nonReadingWatcher(watched)));
    const { seqs } = watcher(watched);
    await expect.poll(() => seqs()).toEqual([]);
    for (let round = 0; round < 30 && watched.cutOff.length === 0; round += 1) {
      await watched.add(500);
      await expect.poll(() => seqs().at(-1)).toBe((round + 1) * 500);
    }
    await expect.poll(() => watched.cutOff.length).toBeGreaterThan(0);
    expect(seqs()).toEqual(upTo(seqs().length));
  });
});

test("reports from a lab's pages are limited for the lab, and refused beyond that", async () => {
  // On a stopped clock no allowance is added, however long this takes.
  const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now());
  onTestFinished(() => clock.mockRestore());
  const watched = await openWatch({ maxPacketsPerSecond: 1e6, maxBytesPerSecond: 1e9 });
  const sockets = [watcher(watched).socket, watcher(watched).socket];
  const refusals: { code: string }[] = [];
  for (const socket of sockets) socket.on("refused", (error) => refusals.push(error));
  await Promise.all(sockets.map((socket) => once(socket as never, "connect")));
  const reports = upTo(1000).map(() => ({ type: "heard", socket: "s", event: "e", text: "t", at: 0 }));
  for (let sent = 0; sent < 152; sent += 1) sockets[sent % 2]?.emit("report", reports);
  for (const socket of sockets) await socket.timeout(withinMs).emitWithAck("clock");
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
  await socket.timeout(withinMs).emitWithAck("clock");
  vi.setSystemTime(Date.now() + ms);
  for (let second = 0; second < 4; second += 1) {
    for (let sent = 0; sent < 10; sent += 1) await socket.timeout(withinMs).emitWithAck("clock");
    vi.advanceTimersByTime(1000);
  }
  expect(watched.cutOff).toEqual([]);
});
