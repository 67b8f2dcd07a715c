// How a failure is told over HTTP: to a request, or to a connection that is no request any more.
import http, { type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { ApiErrorCode } from "../protocol.ts";

export const httpStatus = {
  invalid: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate: 429,
  internal: 500,
  capacity: 503,
  unavailable: 503,
} as const satisfies Record<ApiErrorCode, number>;

export const internalMessage = "Crosstalk made a mistake; its log says which.";

/** Answers a request with `{error: {code, message}}`. An answer that has begun is cut off instead. */
export function sendError(res: ServerResponse, code: ApiErrorCode, message: string): void {
  if (res.headersSent || res.destroyed) return void res.destroy();
  res.writeHead(httpStatus[code], { "content-type": "application/json" }).end(errorBody(code, message));
}

/** Answers an upgrade with an HTTP error, and ends the connection. */
export function refuseUpgrade(socket: Duplex, code: ApiErrorCode, message: string): void {
  const body = errorBody(code, message);
  sayLast(socket, httpStatus[code], body, { "content-type": "application/json" });
}

/** How long a client has to take a last answer and to close. */
const lingerMs = 2000;

/**
 * Writes one answer to a connection that Node no longer reads, and closes it. What the client still sends is dropped:
 * a connection that is closed with something unread takes the answer with it. One that nobody reads would never see
 * the client close, and stay open for ever.
 */
export function sayLast(
  socket: Duplex,
  status: number,
  body = "",
  headers: Record<string, string> = {},
): void {
  if (!socket.writable) return void socket.destroy();
  const lines = Object.entries({
    connection: "close",
    ...headers,
    "content-length": String(Buffer.byteLength(body)),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.resume();
  socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`);
  const timer = setTimeout(() => socket.destroy(), lingerMs).unref();
  socket.once("close", () => clearTimeout(timer));
}

function errorBody(code: ApiErrorCode, message: string): string {
  return JSON.stringify({ error: { code, message } });
}
