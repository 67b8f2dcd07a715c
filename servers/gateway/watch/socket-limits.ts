// Limits what the gateway's own Socket.IO connections can send, hold and leave unread, because all labs share this process.
import type { IncomingMessage } from "node:http";
import type { Server } from "socket.io";
import type { ErrorBoundary } from "../../error-boundary.ts";
import { createRate } from "../../rate.ts";
import { addressOf } from "../admission/address.ts";
import { createShares } from "../admission/shares.ts";
import { internalMessage } from "../http-errors.ts";
import type { Connection, Packet } from "./engine-io.ts";
import { closeWithinMs, createUnread, type UnreadLimits } from "./unread-bytes.ts";

export interface SocketLimits extends UnreadLimits {
  /** A page that reports the busiest lab uses a tenth of these. */
  maxPacketsPerSecond: number;
  maxBytesPerSecond: number;
  /** Engine.IO connections, including those that never join a namespace: for one address, and for all. */
  maxSessionsOfAddress: number;
  maxSessions: number;
}

const megabyte = 1_000_000;

export const socketLimits: SocketLimits = {
  maxPacketsPerSecond: 1000,
  maxBytesPerSecond: 4 * megabyte,
  maxSessionsOfAddress: 400,
  maxSessions: 3000,
  maxUnreadBytes: 8 * megabyte,
  maxUnreadBytesOfGroup: 64 * megabyte,
  maxUnreadBytesInAll: 256 * megabyte,
};

export interface FlowContext {
  boundary: ErrorBoundary;
  /** What the log calls a connection, e.g. "watcher". */
  name: string;
  /** Returns why a request is refused, or null. */
  refusal: (req: IncomingMessage) => string | null;
  /** Called with why a connection was cut off. */
  cutOff: (why: string) => void;
}

export interface Flow {
  /** Counts a connection's unread bytes for this group too, e.g. for the lab that it watches. */
  join: (connection: unknown, group: string) => void;
  close: () => void;
}

/** Cuts off connections that exceed a limit. Their library connects again and resumes. */
export function limitSockets(
  io: Pick<Server, "engine">,
  limits: SocketLimits,
  { boundary, name, refusal, cutOff }: FlowContext,
): Flow {
  const sessions = createShares({ each: limits.maxSessionsOfAddress, all: limits.maxSessions });
  // Both ends close a WebSocket. Until the client does, the connection and a half-sent message on it are held.
  const { ws } = io.engine as unknown as { ws: { options: { closeTimeout: number } } };
  ws.options.closeTimeout = closeWithinMs;
  const end = (connection: Connection, why: string) => {
    unread.drop(connection);
    if (connection.readyState !== "open") return;
    cutOff(`${name} that ${why}`);
    connection.close(true);
  };
  const unread = createUnread(limits, boundary, (connection) =>
    end(connection, "leaves too much unread or half sent"),
  );

  io.engine.opts.allowRequest = boundary.guard(
    `handshake of a ${name}`,
    (req: IncomingMessage, answer: Answer) => {
      const isFull = !sessions.hasRoom(addressOf(req));
      const why = refusal(req) ?? (isFull ? "There are too many connections. Close some." : null);
      answer(why, why === null);
    },
    (_, __, answer) => answer(internalMessage, false),
  );

  io.engine.on(
    "connection",
    boundary.guard(
      `session of a ${name}`,
      (connection: Connection) => {
        const address = addressOf(connection.request);
        if (!sessions.take(address)) return end(connection, "is one too many");
        connection.on("close", () => whenGone(connection, () => sessions.give(address)));
        const packets = createRate(perSecond(limits.maxPacketsPerSecond));
        const bytes = createRate(perSecond(limits.maxBytesPerSecond));
        connection.on(
          "packet",
          boundary.guard(
            `packet of a ${name}`,
            ({ data }: Packet) => {
              if (!packets.take() || !bytes.take(data?.length ?? 0)) end(connection, "sends too much");
            },
            () => connection.close(true),
          ),
        );
        unread.watch(connection, address);
      },
      (_, connection) => connection.close(true),
    ),
  );

  return {
    join: (connection, group) => unread.join(connection as Connection, group),
    close: unread.close,
  };
}

/** A session may be over before its WebSocket is closed. */
function whenGone({ transport: { socket } }: Connection, gone: () => void): void {
  if (!socket || socket.readyState === socket.CLOSED) gone();
  else socket.once("close", gone);
}

const perSecond = (most: number) => ({ most, perSecond: most });

type Answer = (why: string | null, isAllowed: boolean) => void;
