// The three clients of a report: the sender, one near it on its server, and one far away on the other.
import { io, type Socket } from "socket.io-client";
import { within } from "../lab/with-timeout.ts";
import type { TraceEvent } from "../protocol.ts";
import { type Role, roleNames } from "../protocol-report.ts";
import { fillPlaceholders, type ProbesFile } from "./probes.ts";
import type { SocketIds } from "./verdict.ts";

export interface ReportClients {
  ids: SocketIds;
  /** Emits an event from a client. With `acked`, asks for an acknowledgement. */
  emit: (role: Role, event: string, args: readonly unknown[], acked?: () => void) => void;
  close: () => void;
}

export interface ReportClientsOptions {
  urls: Record<Role, string>;
  auth: ProbesFile["auth"];
  /** Only WebSocket unless `stock`: then as Socket.IO's client does by itself, beginning with long-polling. */
  stock: boolean;
  /** The lab's trace, from the report's beginning. */
  events: readonly TraceEvent[];
}

const connectWithinMs = 10_000;

/** Rejects with the reason of the first client that can't connect. */
export async function openReportClients({
  urls,
  auth,
  stock,
  events,
}: ReportClientsOptions): Promise<ReportClients> {
  const sockets = {} as Record<Role, Socket>;
  const close = () => {
    for (const socket of Object.values(sockets)) socket.disconnect();
  };
  try {
    for (const role of roleNames) {
      sockets[role] = io(urls[role], {
        forceNew: true,
        reconnection: false,
        timeout: connectWithinMs,
        auth: { name: role, username: role, ...auth },
        ...(!stock && { transports: ["websocket"] }),
      });
      await connected(sockets[role]);
    }
  } catch (error) {
    close();
    throw error;
  }
  const ids = { sender: idOf(sockets.sender), near: idOf(sockets.near), far: idOf(sockets.far) };
  return {
    ids,
    close,
    emit(role, event, args, acked) {
      const all = fillPlaceholders(args, knownOf(ids, events));
      sockets[role].emit(event, ...all, ...(acked ? [acked] : []));
    },
  };
}

function connected(socket: Socket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once("connect", resolve);
  socket.once("connect_error", reject);
  // The connection ended before the server accepted the client.
  socket.once("disconnect", (reason) => reject(new Error(`A client couldn't connect: ${reason}.`)));
  return within(connectWithinMs, promise, () => new Error("A client couldn't connect in time."));
}

function idOf({ id }: Socket): string {
  if (id) return id;
  throw new Error("The server closed a client's connection at once.");
}

/** What `$far.id`, `$far.room` and the like stand for: a room that all three are in, else one of the client's own, else its id. */
function knownOf(ids: SocketIds, events: readonly TraceEvent[]): Map<string, string> {
  const rooms: Record<Role, string[]> = { sender: [], near: [], far: [] };
  for (const event of events) {
    if (event.type !== "joined") continue;
    for (const role of roleNames)
      if (event.socket === ids[role] && event.room !== event.socket) rooms[role].push(event.room);
  }
  const shared = rooms.far.find((room) => rooms.near.includes(room) && rooms.sender.includes(room));
  return new Map(
    roleNames.flatMap((role): [string, string][] => [
      [`$${role}.id`, ids[role]],
      [`$${role}.room`, shared ?? rooms[role][0] ?? ids[role]],
    ]),
  );
}
