// The cable between a server and Redis: it can be read, slowed and broken.
//
//   server ──near──▶ [ tap · delay · fault ] ──far──▶ Redis
//
// The near end is a stream in the server's own process, so the cable costs no extra system calls. The far end is TCP or
// TLS. To the server, each fault looks as it would on a real socket: test/servers/lab/process/cable/faults.test.ts
// compares the two.

import { Duplex } from "node:stream";
import tls from "node:tls";
import { addressOf, connectTo } from "../../../redis/connect.ts";
import type { CableSetting } from "../../process-protocol.ts";
import { createPipe, type Passing, type Pipe } from "./direction.ts";
import { createIdleTimer, type IdleTimer } from "./idle-timer.ts";

export type Direction = "redis" | "server";

/** Reads what passes through one connection. `entered` is called when bytes enter; the result's callbacks when they leave or are lost. */
export interface ConnectionTap {
  entered: (towards: Direction, chunk: Buffer, t: number) => Passing;
  /** Called in the context of the server's write, with the number of bytes. They enter in the same order, maybe later. */
  writing?: (bytes: number) => void;
  closed: () => void;
}

/** A cable's far end: a TCP or TLS socket, or a stream that becomes one. */
export type FarEnd = Duplex;

export interface Cable {
  /** Opens a connection, like net.connect(). connect-by-cable.ts makes node-redis use it. */
  connect: () => Duplex;
  set: (setting: CableSetting) => void;
  /** Ends every connection and refuses new ones. Can be called twice. */
  close: () => void;
}

interface Connection {
  near: Duplex;
  change: (state: CableSetting["state"]) => void;
}

/**
 * Creates a cable to `target`, a redis:// or rediss:// URL, whose far ends `connectFar` opens: by TCP or TLS unless given.
 *
 * `up` passes everything. `close` ends every connection (FIN) and refuses new ones. `reset` breaks every
 * connection (RST), including new ones. `blackhole` keeps connections and accepts new ones, but loses all bytes. `stall` holds all
 * bytes, and new connections, until the cable is up again, as TCP does when packets were dropped for a while.
 * A connection that lost bytes is reset once the cable is up again, as if a firewall had dropped its state.
 */
export function createCable(
  target: URL,
  setting: CableSetting,
  openTap: () => ConnectionTap,
  connectFar: (target: URL) => FarEnd = connectTo,
): Cable {
  const connections = new Set<Connection>();
  let current = setting;

  function connect(): Duplex {
    if (current.state === "close")
      return createNear(
        null,
        () => {},
        () => {},
        createIdleTimer(() => {}),
      ).destroy(refused(target));
    const isOpen = current.state === "up" || current.state === "stall";
    const far = isOpen ? connectFar(target) : null;
    const tap = openTap();
    const connection = openConnection(target, far, tap, () => current, onOver);
    connections.add(connection);
    return connection.near;

    function onOver(): void {
      connections.delete(connection);
      tap.closed();
    }
  }

  function set(next: CableSetting): void {
    const before = current;
    current = next;
    if (next.state !== before.state) for (const { change } of connections) change(next.state);
  }

  return {
    connect,
    set,
    close() {
      current = { state: "close", delayMs: 0 };
      for (const { near } of connections) near.destroy();
    },
  };
}

/** Opens one connection. Without a far end (`far` is null, e.g. in a blackhole), the server is connected to nothing. */
function openConnection(
  target: URL,
  far: FarEnd | null,
  tap: ConnectionTap,
  setting: () => CableSetting,
  onOver: () => void,
): Connection {
  let isConnecting = true;
  /** The far end is connected, and the server hasn't been notified yet. */
  let isHeldBack = false;
  let isOver = false;
  /** Some of its bytes were lost, so it cannot be used again. */
  let torn = far === null;

  const idle = createIdleTimer(() => near.emit("timeout"));
  const near = createNear(far, (chunk) => toRedis.pass(chunk), end, idle);
  if (tap.writing) noteWrites(near, tap.writing);
  const pipe = (towards: Direction, send: (chunk: Buffer) => void): Pipe =>
    createPipe({
      setting,
      send,
      enter: (chunk, t) => tap.entered(towards, chunk, t),
      onLoss: () => {
        torn = true;
      },
    });
  const toRedis = pipe("redis", (chunk) => far?.write(chunk));
  const toServer = pipe("server", (chunk) => {
    idle.touch();
    if (!near.push(chunk)) far?.pause();
  });

  function connected(): void {
    isHeldBack = setting().state === "stall";
    if (isHeldBack) return;
    isConnecting = false;
    Object.assign(near, { connecting: false });
    if (!near.destroyed) near.emit("connect");
  }
  /** When either end goes away, the other is closed too. */
  function end(): void {
    if (isOver) return;
    isOver = true;
    idle.set(0);
    dropQueued("close");
    onOver();
    far?.destroy();
    if (!near.destroyed) near.push(null);
  }
  function dropQueued(state: CableSetting["state"]): void {
    toRedis.dropQueued(state);
    toServer.dropQueued(state);
  }

  if (far) {
    far.once(far instanceof tls.TLSSocket ? "secureConnect" : "connect", connected);
    far.on("data", (chunk: Buffer) => toServer.pass(chunk));
    far.on("error", (error) => near.destroy(error));
    far.on("close", end);
  } else {
    setImmediate(() => {
      connected();
      // One turn later, like a real RST: what the server writes at once still goes into the broken connection.
      if (setting().state === "reset") setImmediate(() => near.destroy(reset()));
    });
  }

  return {
    near,
    change(state) {
      if (state !== "up" && state !== "stall") dropQueued(state);
      if (state === "close") {
        if (isConnecting) near.destroy(refused(target));
        else near.push(null);
        far?.end();
      } else if (state === "reset" || (state === "up" && torn)) {
        near.destroy(reset());
      } else if (state === "up") {
        if (isHeldBack) connected();
        toRedis.resume();
        toServer.resume();
      }
    },
  };
}

/** The server's end: a stream with the other socket methods that node-redis and ioredis call. */
function createNear(
  far: FarEnd | null,
  pass: (chunk: Buffer) => void,
  end: () => void,
  idle: IdleTimer,
): Duplex {
  const near = new Duplex({
    allowHalfOpen: false,
    read: () => void far?.resume(),
    write: (chunk: Buffer, _encoding, done) => write(chunk, done),
    writev: (chunks, done) => write(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)), done),
    final(done) {
      end();
      done();
    },
    destroy(error, done) {
      end();
      done(error);
    },
  });
  function write(chunk: Buffer, done: () => void): void {
    idle.touch(); // as of a socket, whether or not anybody gets it
    pass(chunk);
    if (far?.writableNeedDrain) far.once("drain", done);
    else done();
  }
  return Object.assign(near, {
    setTimeout(ms: number) {
      idle.set(ms);
      return near;
    },
    connecting: true,
    setNoDelay: () => near,
    setKeepAlive: () => near,
    ref: () => near,
    unref: () => near,
  });
}

function noteWrites(near: Duplex, writing: (bytes: number) => void): void {
  const { write } = near;
  near.write = (chunk: Buffer | string, ...rest: unknown[]) => {
    const encoding = typeof rest[0] === "string" ? (rest[0] as BufferEncoding) : "utf8";
    writing(Buffer.byteLength(chunk, encoding));
    return (write as (...args: unknown[]) => boolean).call(near, chunk, ...rest);
  };
}

function refused(target: URL): Error {
  const { host, port } = addressOf(target);
  return systemError("connect", "ECONNREFUSED", ` ${host}:${port}`);
}

function reset(): Error {
  return systemError("read", "ECONNRESET", "");
}

/** An error in the shape that Node gives to errors of system calls. */
function systemError(syscall: string, code: string, where: string): Error {
  return Object.assign(new Error(`${syscall} ${code}${where}`), { syscall, code });
}
