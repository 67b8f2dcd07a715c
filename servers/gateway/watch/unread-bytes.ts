// Limits the bytes that clients leave unread or half sent: for each connection, for each address or lab, and in total.
import type { ErrorBoundary } from "../../error-boundary.ts";
import type { Connection, Packet, PollAnswer } from "./engine-io.ts";
import { createUnfinished } from "./unfinished-messages.ts";

export interface UnreadLimits {
  /** For one connection. */
  maxUnreadBytes: number;
  /** For all connections of one address, and for all that watch one lab. */
  maxUnreadBytesOfGroup: number;
  maxUnreadBytesInAll: number;
}

export interface Unread {
  /** Bounds this connection from now on, and counts it for `address`. */
  watch: (connection: Connection, address: string) => void;
  /** Counts the connection for another group too. */
  join: (connection: Connection, group: string) => void;
  /** Drops what a connection still has to read. */
  drop: (connection: Connection) => void;
  close: () => void;
}

/** Approximate memory for a packet besides its bytes. */
const bytesPerPacket = 200;
const sweepEveryMs = 500;
/** How long a client has to read what was sent, and to close, after its session has ended. */
export const closeWithinMs = 2000;

interface Watched {
  bytes: () => number;
  groups: string[];
  drop: () => void;
}

/** Calls `cut` with each connection that exceeds its limit. If a sum is too large, cuts those with the most unread bytes. */
export function createUnread(
  limits: UnreadLimits,
  boundary: ErrorBoundary,
  cut: (connection: Connection) => void,
): Unread {
  const watched = new Map<Connection, Watched>();

  const sweep = setInterval(
    boundary.guard("sweep of what is unread", () => {
      const sums = new Map<string, number>();
      const lagging = [...watched]
        .map(([connection, { bytes, groups }]) => ({ connection, bytes: bytes(), groups: ["", ...groups] }))
        .filter(({ bytes }) => bytes > 0)
        .toSorted((one, other) => one.bytes - other.bytes);
      // Those with the fewest unread bytes are counted first, and stay.
      for (const { connection, bytes, groups } of lagging) {
        const isTooMuch = groups.some((group) => (sums.get(group) ?? 0) + bytes > maxOf(group));
        if (isTooMuch) cut(connection);
        else for (const group of groups) sums.set(group, (sums.get(group) ?? 0) + bytes);
      }
    }),
    sweepEveryMs,
  ).unref();

  const maxOf = (group: string) => (group === "" ? limits.maxUnreadBytesInAll : limits.maxUnreadBytesOfGroup);

  return {
    watch(connection, address) {
      /** Bytes in Engine.IO's buffer and in poll responses that were written but not read. */
      let buffered = 0;
      const answers = new Map<PollAnswer, number>();
      const unfinished = createUnfinished(connection);
      const bytes = () =>
        buffered +
        answers.values().reduce((sum, size) => sum + size, 0) +
        (connection.transport.socket?.bufferedAmount ?? 0) +
        unfinished.bytes();
      const drop = () => {
        connection.transport.socket?.terminate();
        for (const answer of answers.keys()) answer.destroy();
      };
      watched.set(connection, { bytes, groups: [`address ${address}`], drop });
      let isOver = false;
      const forgetIfRead = () => {
        if (isOver && answers.size === 0) watched.delete(connection);
      };
      connection.on("close", () => {
        isOver = true;
        buffered = 0;
        forgetIfRead();
        if (answers.size > 0) setTimeout(drop, closeWithinMs).unref();
      });
      connection.on("packet", unfinished.packet);
      connection.on(
        "packetCreate",
        boundary.guard("packet for a client", ({ data }: Packet) => {
          buffered += (data?.length ?? 0) + bytesPerPacket;
          if (bytes() > limits.maxUnreadBytes) cut(connection);
        }),
      );
      connection.on(
        "flush",
        boundary.guard("packets for a client", () => {
          const flushed = buffered;
          buffered = 0;
          const { res } = connection.transport;
          if (!res) return;
          answers.set(res, flushed);
          res.once("close", () => {
            answers.delete(res);
            forgetIfRead();
          });
        }),
      );
    },
    join(connection, group) {
      watched.get(connection)?.groups.push(`lab ${group}`);
    },
    drop: (connection) => watched.get(connection)?.drop(),
    close: () => clearInterval(sweep),
  };
}
