// The cable between a server and Redis: a TCP relay that can be read, slowed and broken.
//
//   server ──near──▶ [ tap · delay · fault ] ──far──▶ Redis
import net from "node:net";
import tls from "node:tls";
import type { CableSetting } from "./observation.ts";
import { now } from "./observation.ts";

export type Direction = "redis" | "server";

/** Reads what passes one connection. It is told of bytes when they enter; what it returns, when they leave or are lost. */
export interface ConnectionTap {
  entered: (towards: Direction, chunk: Buffer, t: number) => Passing;
  closed: () => void;
}
export interface Passing {
  left: () => void;
  lost: (state: CableSetting["state"]) => void;
}

export interface Cable {
  /** The port on 127.0.0.1 that the server takes for Redis. */
  port: number;
  set: (setting: CableSetting) => Promise<void>;
  close: () => Promise<void>;
}

interface Connection {
  near: net.Socket;
  far: net.Socket | null;
  /** Bytes of it were lost: it cannot be used again. */
  torn: boolean;
  dropQueued: (state: CableSetting["state"]) => void;
}

/**
 * Starts a relay to `target`, a redis:// or rediss:// URL, with this setting.
 *
 * `up` passes everything. `close` ends every connection (FIN) and refuses new ones. `reset` breaks every
 * connection (RST), new ones too. `blackhole` keeps connections and accepts new ones, but loses all bytes;
 * a connection that lost some is reset when the cable is up again, as after a firewall forgot it.
 */
export async function createCable(
  target: URL,
  setting: CableSetting,
  openTap: () => ConnectionTap,
): Promise<Cable> {
  const connections = new Set<Connection>();
  let current = setting;
  const listener = net.createServer({ noDelay: true }, accept);
  await listen(listener, 0);
  const { port } = listener.address() as net.AddressInfo;
  if (current.state === "close") await stopListening(listener);

  function accept(near: net.Socket): void {
    if (current.state === "reset") return void near.resetAndDestroy();
    const tap = openTap();
    const far = current.state === "blackhole" ? null : connectTo(target);
    const connection: Connection = { near, far, torn: false, dropQueued };
    const toRedis = createPipe(near, far, (chunk, t) => tap.entered("redis", chunk, t));
    const toServer = far && createPipe(far, near, (chunk, t) => tap.entered("server", chunk, t));
    connections.add(connection);

    function dropQueued(state: CableSetting["state"]): void {
      toRedis.dropQueued(state);
      toServer?.dropQueued(state);
    }
    function createPipe(
      from: net.Socket,
      to: net.Socket | null,
      enter: (chunk: Buffer, t: number) => Passing,
    ) {
      return pipe(
        from,
        to,
        enter,
        () => current,
        () => {
          connection.torn = true;
        },
      );
    }
    // A server or a Redis that goes away takes the other end with it.
    const end = () => {
      if (!connections.delete(connection)) return;
      dropQueued("close");
      tap.closed();
      near.destroy();
      far?.destroy();
    };
    for (const socket of far ? [near, far] : [near]) {
      socket.on("error", end);
      socket.on("close", end);
    }
  }

  async function set(next: CableSetting): Promise<void> {
    const before = current;
    current = next;
    if (next.state !== before.state) {
      if (before.state === "close") await listen(listener, port);
      for (const connection of connections) change(connection, next.state);
      if (next.state === "close") await stopListening(listener);
    }
  }

  return {
    port,
    set,
    async close() {
      for (const { near } of connections) near.destroy();
      await stopListening(listener);
    },
  };
}

function change({ near, far, torn, dropQueued }: Connection, state: CableSetting["state"]): void {
  if (state !== "up") dropQueued(state);
  if (state === "close") {
    near.end();
    far?.end();
  } else if (state === "reset" || (state === "up" && (torn || !far))) {
    near.resetAndDestroy();
  }
}

/** Passes bytes on, in order, each chunk after the delay that was set when it came. */
function pipe(
  from: net.Socket,
  to: net.Socket | null,
  enter: (chunk: Buffer, t: number) => Passing,
  setting: () => CableSetting,
  onLoss: () => void,
) {
  let queue: { chunk: Buffer; passing: Passing; due: number }[] = [];
  let timer: NodeJS.Timeout | undefined;

  function send(chunk: Buffer): void {
    if (to?.write(chunk) === false && !from.isPaused()) {
      from.pause();
      to.once("drain", () => from.resume());
    }
  }
  function sendDue(): void {
    timer = undefined;
    let first = queue[0];
    while (first && first.due <= now()) {
      send(first.chunk);
      first.passing.left();
      queue.shift();
      first = queue[0];
    }
    if (first) timer = setTimeout(sendDue, Math.ceil(first.due - now()));
  }

  from.on("data", (chunk: Buffer) => {
    const t = now();
    const { state, delayMs } = setting();
    if (state === "blackhole" || !to) {
      onLoss();
      enter(chunk, t).lost(state);
    } else if (delayMs === 0 && queue.length === 0) {
      send(chunk);
      enter(chunk, t).left();
    } else {
      queue.push({ chunk, passing: enter(chunk, t), due: t + delayMs });
      timer ??= setTimeout(sendDue, delayMs);
    }
  });

  return {
    dropQueued(state: CableSetting["state"]) {
      clearTimeout(timer);
      timer = undefined;
      if (queue.length > 0) onLoss();
      for (const { passing } of queue) passing.lost(state);
      queue = [];
    },
  };
}

/** Connects to the Redis that a redis:// or rediss:// URL means; the caller signs in. */
export function connectTo(target: URL): net.Socket {
  const secure = target.protocol === "rediss:";
  const address = { host: target.hostname.replace(/^\[|\]$/g, ""), port: Number(target.port || 6379) };
  if (secure) return tls.connect({ ...address, servername: address.host });
  return net.connect({ ...address, noDelay: true });
}

function listen(server: net.Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, "127.0.0.1", () => {
    server.off("error", reject);
    resolve();
  });
  return promise;
}

/** Refuses new connections; does not wait for those that are open. */
async function stopListening(server: net.Server): Promise<void> {
  if (server.listening) server.close();
}
