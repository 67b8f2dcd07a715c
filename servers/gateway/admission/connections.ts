// How many connections the gateway holds, and how long it waits for a request: slow ones must not use up the places.
import type { Server } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Boundary } from "../../boundary.ts";
import { sayLast } from "../http-errors.ts";

export interface ConnectionLimits {
  /** At a time; a client's WebSocket counts until it is handed to its server. */
  maxConnections: number;
  /** For the head of a request; its body may take six times as long, and a client that reads no answer twelve times. */
  headWithinMs: number;
}

const mostConnections = 5000;
/** Of this process itself: its code, its Redis, its log, the processes that wait for labs. */
const ownDescriptors = 60;
/** Two server processes with their pipes, and their sockets while they start. */
const descriptorsPerLab = 8;

/**
 * As many connections as the system's limit of open files leaves beside `capacity` labs, 5000 at most: a client that
 * uses long-polling takes two files, its connection and the one to its server.
 */
export function connectionLimits(capacity: number, openFiles = maxOpenFiles()): ConnectionLimits {
  const left = Math.floor((openFiles - ownDescriptors - descriptorsPerLab * capacity) / 2);
  return { maxConnections: Math.max(10, Math.min(mostConnections, left)), headWithinMs: 10_000 };
}

/** The limit of this process; none where the system does not have one. */
function maxOpenFiles(): number {
  Object.assign(process.report, { excludeNetwork: true }); // else it looks up the names of all peers
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files: { soft: unknown } } };
  return Number(userLimits?.open_files.soft) || Number.POSITIVE_INFINITY; // "unlimited" is no number
}

/** `note` is told of each connection that is cut off or not taken. */
export function boundConnections(
  server: Server,
  { maxConnections, headWithinMs }: ConnectionLimits,
  boundary: Boundary,
  note: (kind: string) => void,
): void {
  server.maxConnections = maxConnections;
  server.headersTimeout = headWithinMs;
  server.requestTimeout = 6 * headWithinMs;
  server.timeout = 12 * headWithinMs;
  // For as long as the connection lives: Node takes its own listener away at an upgrade, and goes on reading.
  server.on(
    "connection",
    boundary.guard(
      "connection",
      (socket: Socket) => boundary.listen(socket, () => socket.destroy()),
      (_, socket) => socket.destroy(),
    ),
  );
  server.on(
    "drop",
    boundary.guard("dropped connection", () => note("one connection too many")),
  );
  server.on(
    "clientError",
    boundary.guard(
      "broken request",
      (error: NodeJS.ErrnoException, socket: Duplex) => {
        const isSlow = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
        if (error.code !== "ECONNRESET") note(isSlow ? "slow request" : "broken request");
        if (socket instanceof Socket && socket.bytesWritten === 0) sayLast(socket, isSlow ? 408 : 400);
        else socket.destroy();
      },
      (_, __, socket) => socket.destroy(),
    ),
  );
}
