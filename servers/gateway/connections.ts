// How many connections the gateway holds, and how long it waits for a request: slow ones must not use up the places.
import type { Server } from "node:http";
import { Socket } from "node:net";

export interface ConnectionLimits {
  /** At a time; a client's WebSocket counts until it is handed to its server. */
  maxConnections: number;
  /** For the head of a request; its body may take six times as long. */
  headWithinMs: number;
}

export const connectionLimits: ConnectionLimits = { maxConnections: 5000, headWithinMs: 10_000 };

/** `note` is told of each connection that is cut off or not taken. */
export function boundConnections(
  server: Server,
  { maxConnections, headWithinMs }: ConnectionLimits,
  note: (kind: string) => void,
): void {
  server.maxConnections = maxConnections;
  server.headersTimeout = headWithinMs;
  server.requestTimeout = 6 * headWithinMs;
  server.on("drop", () => note("one connection too many"));
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const isSlow = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
    if (error.code !== "ECONNRESET") note(isSlow ? "slow request" : "broken request");
    if (!(socket instanceof Socket) || !socket.writable || socket.bytesWritten > 0)
      return void socket.destroy();
    socket.end(`HTTP/1.1 ${isSlow ? "408 Request Timeout" : "400 Bad Request"}\r\nConnection: close\r\n\r\n`);
  });
}
