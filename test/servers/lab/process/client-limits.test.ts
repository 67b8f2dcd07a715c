// What one lab may ask of its servers, exact to the connection and the event.
import { beforeEach, expect, test, vi } from "vitest";
import type { ChatIo } from "../../../../servers/chat/events.ts";
import { limit, serverLimits } from "../../../../servers/lab/process/client-limits.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.advanceTimersByTime(5_000);
  return () => void vi.useRealTimers();
});

type Next = (error?: Error) => void;
type Handshake = (request: null, answer: (why: string | null, isAllowed: boolean) => void) => void;

/** The small part of Socket.IO's server that limits use, and a way to call the handlers they register. */
function open(limits = { maxConnections: 2, maxEventsPerSecond: 3, maxSessions: 4 }) {
  const sockets = new Map<string, null>();
  const engine = { clientsCount: 0, opts: { wsEngine: Object } as { allowRequest?: Handshake } };
  let middleware = (_socket: null, _next: Next) => {};
  let connected = (_socket: object) => {};
  const io = {
    engine,
    of: (name: string) => (name === "/" ? { sockets } : { sockets: new Map() }),
    use: (given: typeof middleware) => {
      middleware = given;
    },
    on: (event: string, listener: typeof connected) => {
      if (event === "connection") connected = listener;
    },
  };
  limit(io as unknown as ChatIo, limits);
  return {
    sockets,
    engine,
    /** Why a session may not begin; null when it may. */
    handshake() {
      const answer = vi.fn();
      engine.opts.allowRequest?.(null, answer);
      return answer.mock.calls;
    },
    /** Why a client may not connect. */
    connect() {
      const next = vi.fn<Next>();
      middleware(null, next);
      return next.mock.calls.map(([error]) => error?.message);
    },
    client(id: string) {
      let handler = (_packet: unknown[], _next: () => void) => {};
      const emit = vi.fn();
      const use = (given: typeof handler) => {
        handler = given;
      };
      connected({ id, emit, use });
      return {
        emit,
        /** Whether the event is passed on. */
        send(...packet: unknown[]) {
          const next = vi.fn();
          handler(packet, next);
          return next.mock.calls.length === 1;
        },
      };
    },
  };
}

const message = "A server takes 3 events a second. Some were left out; send fewer.";

test("a server accepts a number of sessions, including those that never send anything", () => {
  const { engine, handshake } = open();
  engine.clientsCount = 3;
  expect(handshake()).toEqual([[null, true]]);
  for (const count of [4, 5]) {
    engine.clientsCount = count;
    expect(handshake()).toEqual([["This server has 4 connections. Close some.", false]]);
  }
});

test("a server accepts a number of clients", () => {
  const { sockets, connect } = open();
  sockets.set("one", null);
  expect(connect()).toEqual([undefined]);
  sockets.set("two", null);
  expect(connect()).toEqual([
    "This server takes 2 clients and has them. Disconnect one, or open another lab.",
  ]);
});

test("a server accepts a number of events a second from all its clients together, and more as the allowance grows", () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const server = open();
  const [one, two] = [server.client("one"), server.client("two")];
  expect([one.send("a"), two.send("a"), one.send("a"), two.send("a"), one.send("a")]).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  vi.advanceTimersByTime(333);
  expect(one.send("a")).toBe(false);
  vi.advanceTimersByTime(1);
  expect([one.send("a"), one.send("a")]).toEqual([true, false]);
  vi.advanceTimersByTime(1000);
  expect([one.send("a"), one.send("a"), one.send("a"), one.send("a")]).toEqual([true, true, true, false]);
  expect(log.mock.calls).toEqual([[`limit: ${message}`], [`limit: ${message}`]]);
});

test("each client learns once a second that its events are left out, and the log once for all", () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const server = open({ maxConnections: 2, maxEventsPerSecond: 3, maxSessions: 4 });
  const [one, two] = [server.client("one"), server.client("two")];
  for (let sent = 0; sent < 6; sent += 1) one.send("a");
  expect(one.emit.mock.calls).toEqual([["refused", { code: "rate", message }]]);
  expect(two.emit).not.toHaveBeenCalled();
  for (let sent = 0; sent < 2; sent += 1) two.send("a");
  expect(two.emit.mock.calls).toEqual([["refused", { code: "rate", message }]]);
  expect(log).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000);
  for (let sent = 0; sent < 4; sent += 1) one.send("a");
  expect(one.emit).toHaveBeenCalledTimes(2);
});

test("every event that asked for an answer gets one, even if the event was left out", () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const { client } = open({ maxConnections: 2, maxEventsPerSecond: 1, maxSessions: 4 });
  const { send } = client("one");
  const acks = [vi.fn(), vi.fn(), vi.fn()];
  for (const ack of acks) send("who", ack);
  expect(acks.map((ack) => ack.mock.calls.length)).toEqual([0, 1, 1]);
  expect(acks[1]?.mock.calls).toEqual([
    [{ error: "A server takes 1 events a second. Some were left out; send fewer." }],
  ]);
});

test("a lab's servers have limits that a class never reaches", () => {
  expect(serverLimits).toEqual({ maxConnections: 200, maxEventsPerSecond: 3000, maxSessions: 300 });
});
