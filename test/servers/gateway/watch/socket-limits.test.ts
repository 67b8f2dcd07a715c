// What a connection to the gateway may send, and how many there may be: exact to the packet and the byte.
import { EventEmitter } from "node:events";
import type { IncomingMessage } from "node:http";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { createErrorBoundary } from "../../../../servers/error-boundary.ts";
import {
  limitSockets,
  type SocketLimits,
  socketLimits,
} from "../../../../servers/gateway/watch/socket-limits.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setInterval", "clearInterval"] });
  return () => void vi.useRealTimers();
});

type Handshake = (req: object, answer: (why: string | null, isAllowed: boolean) => void) => void;

const small: SocketLimits = {
  ...socketLimits,
  maxPacketsPerSecond: 3,
  maxBytesPerSecond: 10,
  maxSessionsOfAddress: 2,
  maxSessions: 3,
};

function open(
  limits: Partial<SocketLimits> = {},
  refusal: (req: IncomingMessage) => string | null = () => null,
) {
  const engine = Object.assign(new EventEmitter(), {
    opts: {} as { allowRequest?: Handshake },
    ws: { options: { closeTimeout: 30_000 } },
  });
  const cutOff = vi.fn();
  const logged: string[] = [];
  const boundary = createErrorBoundary({ print: (line) => logged.push(line) });
  const flow = limitSockets(
    { engine } as never,
    { ...small, ...limits },
    { boundary, name: "watcher", refusal, cutOff },
  );
  onTestFinished(flow.close);
  return {
    flow,
    engine,
    cutOff,
    logged,
    boundary,
    /** The response to a handshake from this address. */
    ask(remoteAddress: string | undefined) {
      const answer = vi.fn();
      engine.opts.allowRequest?.({ socket: { remoteAddress } }, answer);
      return answer.mock.calls;
    },
    connect(remoteAddress?: string) {
      const connection = Object.assign(new EventEmitter(), {
        readyState: "open",
        request: { socket: { remoteAddress } },
        transport: { name: "polling" },
        close: vi.fn(() => {
          connection.readyState = "closed";
        }),
      });
      engine.emit("connection", connection);
      return connection;
    },
  };
}

const full = "There are too many connections. Close some.";

test("an address has a number of connections, and gets a place back for each that ends", () => {
  const { ask, connect, cutOff } = open();
  expect(ask("10.0.0.1")).toEqual([[null, true]]);
  const [first] = [connect("10.0.0.1"), connect("10.0.0.1")];
  expect(ask("10.0.0.1")).toEqual([[full, false]]);
  expect(ask("::ffff:10.0.0.1")).toEqual([[full, false]]);
  expect(ask("10.0.0.2")).toEqual([[null, true]]);
  const third = connect("10.0.0.1");
  expect(third.close).toHaveBeenCalledExactlyOnceWith(true);
  expect(cutOff.mock.calls).toEqual([["watcher that is one too many"]]);
  first.emit("close");
  expect(ask("10.0.0.1")).toEqual([[null, true]]);
});

test("one too many uses no place, and gives none back", () => {
  const { ask, connect } = open();
  for (let more = 0; more < 2; more += 1) connect("10.0.0.1");
  connect("10.0.0.1").emit("close");
  expect(ask("10.0.0.1")).toEqual([[full, false]]);
});

test("all addresses together have a number of connections, this machine included", () => {
  const { ask, connect } = open();
  for (const address of ["10.0.0.1", "127.0.0.1", "127.0.0.1"]) connect(address);
  for (const address of ["10.0.0.1", "10.0.0.2", "127.0.0.1"]) expect(ask(address)).toEqual([[full, false]]);
});

test("a connection whose address is gone already counts for all of those", () => {
  const { ask, connect } = open();
  for (let more = 0; more < 2; more += 1) connect(undefined);
  expect(ask(undefined)).toEqual([[full, false]]);
  expect(ask("10.0.0.1")).toEqual([[null, true]]);
});

test("a refused request gets its own reason rather than that the gateway is full", () => {
  const { ask, connect } = open({ maxSessions: 1 }, () => "not from there");
  expect(ask("10.0.0.1")).toEqual([["not from there", false]]);
  connect("10.0.0.1");
  expect(ask("10.0.0.1")).toEqual([["not from there", false]]);
});

test("a request at which the rules themselves fail is refused, and reported", () => {
  const { ask, logged } = open({}, () => {
    throw new Error("broken rule");
  });
  expect(ask("10.0.0.1")).toEqual([[expect.stringMatching(/./), false]]);
  expect(logged).toEqual([expect.stringMatching(/^Error in handshake of a watcher .*broken rule/s)]);
});

test("a connection that sends too many packets is cut off, once", () => {
  const { connect, cutOff } = open();
  const connection = connect("10.0.0.1");
  for (let sent = 0; sent < 3; sent += 1) connection.emit("packet", {});
  expect(connection.close).not.toHaveBeenCalled();
  for (let sent = 0; sent < 2; sent += 1) connection.emit("packet", {});
  expect(connection.close).toHaveBeenCalledExactlyOnceWith(true);
  expect(cutOff.mock.calls).toEqual([["watcher that sends too much"]]);
});

test("a second allows as many packets again", () => {
  const { connect } = open();
  const connection = connect("10.0.0.1");
  for (let seconds = 0; seconds < 5; seconds += 1) {
    for (let sent = 0; sent < 3; sent += 1) connection.emit("packet", {});
    vi.advanceTimersByTime(1000);
  }
  expect(connection.close).not.toHaveBeenCalled();
});

test("a connection that sends too many bytes is cut off", () => {
  const { connect, cutOff } = open();
  const [fits, over] = [connect("10.0.0.1"), connect("10.0.0.1")];
  for (const data of ["12345", Buffer.alloc(5)]) fits.emit("packet", { data });
  expect(fits.close).not.toHaveBeenCalled();
  for (const data of ["12345", Buffer.alloc(6)]) over.emit("packet", { data });
  expect(over.close).toHaveBeenCalledExactlyOnceWith(true);
  expect(cutOff.mock.calls).toEqual([["watcher that sends too much"]]);
});

test("a packet and a connection that make their reader throw are reported and closed", () => {
  const { connect, logged, boundary } = open();
  const connection = connect("10.0.0.1");
  connection.emit("packet", null);
  expect(connection.close).toHaveBeenCalledExactlyOnceWith(true);
  expect(logged[0]).toMatch(/^Error in packet of a watcher/);

  const broken = connect("10.0.0.2");
  expect(broken.close).not.toHaveBeenCalled();
  const on = vi.spyOn(EventEmitter.prototype, "on").mockImplementation(() => {
    throw new Error("cannot listen");
  });
  const closed = connect("10.0.0.2");
  on.mockRestore();
  expect(closed.close).toHaveBeenCalledExactlyOnceWith(true);
  expect(Object.keys(boundary.counts())).toEqual(["packet of a watcher", "session of a watcher"]);
});

test("a connection that leaves too much unread is cut off, by itself and with its group", () => {
  const { connect, flow, cutOff } = open({ maxUnreadBytes: 1000, maxUnreadBytesOfGroup: 1500 });
  const [one, two] = [connect("10.0.0.1"), connect("10.0.0.2")];
  for (const connection of [one, two]) flow.join(connection, "lab");
  one.emit("packetCreate", { data: "x".repeat(700) });
  vi.advanceTimersByTime(500);
  expect(cutOff).not.toHaveBeenCalled();
  two.emit("packetCreate", { data: "x".repeat(600) });
  vi.advanceTimersByTime(500);
  expect(one.close).toHaveBeenCalledExactlyOnceWith(true);
  expect(two.close).not.toHaveBeenCalled();
  two.emit("packetCreate", { data: "x".repeat(100) });
  expect(two.close).toHaveBeenCalledExactlyOnceWith(true);
  expect(cutOff.mock.calls).toEqual(Array(2).fill(["watcher that leaves too much unread or half sent"]));
});

test("nothing is checked any more once it's closed", () => {
  const { flow } = open();
  flow.close();
  expect(vi.getTimerCount()).toBe(0);
});

test("a WebSocket that its client does not close is closed 2 s after its session ended, not 30", () => {
  expect(open().engine.ws.options.closeTimeout).toBe(2000);
});

test("the gateway's limits", () => {
  expect(socketLimits).toEqual({
    maxPacketsPerSecond: 1000,
    maxBytesPerSecond: 4_000_000,
    maxSessionsOfAddress: 400,
    maxSessions: 3000,
    maxUnreadBytes: 8_000_000,
    maxUnreadBytesOfGroup: 64_000_000,
    maxUnreadBytesInAll: 256_000_000,
  });
});
