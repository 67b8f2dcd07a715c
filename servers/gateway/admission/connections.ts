// Limits how many connections the gateway holds and how long it waits for a request, so that slow clients cannot block others.
import type { Server } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { ErrorBoundary } from "../../error-boundary.ts";
import { sendFinalResponse } from "../http-errors.ts";

export interface ConnectionLimits {
  /** How many at a time. A client's WebSocket counts until it is handed to its server. */
  maxConnections: number;
  /** For the head of a request. Its body may take six times as long, and reading the response twelve times. */
  headWithinMs: number;
}

const mostConnections = 5000;
/** Open files of the gateway itself: its code, Redis, its log, the pool's processes. */
const ownDescriptors = 60;
/** Open files for two server processes: their pipes, and their sockets while they start. */
const descriptorsPerLab = 8;

/**
 * Returns how many connections the limit of open files allows besides `capacity` labs, at most 5000. A long-polling client
 * needs two files: its own connection and the one to its server.
 */
export function connectionLimits(capacity: number, openFiles = maxOpenFiles()): ConnectionLimits {
  const left = Math.floor((openFiles - ownDescriptors - descriptorsPerLab * capacity) / 2);
  return { maxConnections: Math.max(10, Math.min(mostConnections, left)), headWithinMs: 10_000 };
}

/** Returns this process's limit of open files; infinity where the system has none. */
function maxOpenFiles(): number {
  Object.assign(process.report, { excludeNetwork: true }); // or the report would look up the host names of all peers
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files: { soft: unknown } } };
  return Number(userLimits?.open_files.soft) || Number.POSITIVE_INFINITY; // "unlimited" is not a number
}

/** Lets a client reset its connection at any moment. Node removes its own listener at an upgrade, but goes on reading. */
export function surviveResets(server: Server, boundary: ErrorBoundary): void {
  server.on(
    "connection",
    boundary.guard(
      "connection",
      (socket: Socket) => boundary.listen(socket, () => socket.destroy()),
      (_, socket) => socket.destroy(),
    ),
  );
}

/** Applies the limits to `server`. Calls `note` for each connection that is cut off or refused. */
export function limitConnections(
  server: Server,
  { maxConnections, headWithinMs }: ConnectionLimits,
  boundary: ErrorBoundary,
  note: (kind: string) => void,
): void {
  server.maxConnections = maxConnections;
  server.headersTimeout = headWithinMs;
  server.requestTimeout = 6 * headWithinMs;
  server.timeout = 12 * headWithinMs;
  surviveResets(server, boundary);
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
        if (socket instanceof Socket && socket.bytesWritten === 0)
          sendFinalResponse(socket, isSlow ? 408 : 400);
        else socket.destroy();
      },
      (_, __, socket) => socket.destroy(),
    ),
  );
}
