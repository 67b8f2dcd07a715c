// Sends errors over HTTP: as the response to a request, or on a raw connection after an upgrade.
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
  code: 422,
  rate: 429,
  internal: 500,
  capacity: 503,
  unavailable: 503,
} as const satisfies Record<ApiErrorCode, number>;

export const internalMessage = "Internal error. See the server log.";

/** Seconds after which a refused request is worth another try. */
const retryAfter: Partial<Record<ApiErrorCode, string>> = { rate: "5", capacity: "10", unavailable: "5" };

/** Returns the headers of an error's response: the type of its body, when to try again, and whether the connection ends. */
export function errorHeaders(code: ApiErrorCode): Record<string, string> {
  const after = retryAfter[code];
  return {
    "content-type": "application/json",
    ...(after && { "retry-after": after }),
    ...(code === "too_large" && { connection: "close" }), // the rest of the body is not read
  };
}

/** Responds with `{error: {code, message}}`. If the response has already begun, cuts it off instead. */
export function sendError(res: ServerResponse, code: ApiErrorCode, message: string): void {
  if (res.headersSent || res.destroyed) return void res.destroy();
  res.writeHead(httpStatus[code], errorHeaders(code)).end(errorBody(code, message));
}

/** Responds to an upgrade with an HTTP error, and closes the connection. */
export function refuseUpgrade(socket: Duplex, code: ApiErrorCode, message: string): void {
  const body = errorBody(code, message);
  sendFinalResponse(socket, httpStatus[code], body, errorHeaders(code));
}

/** How long a client has to read the last response and close. */
const lingerMs = 2000;

/**
 * Writes a last response to a connection that Node no longer reads, and closes it. Reads and drops what the client still
 * sends: closing with unread bytes would lose the response, and without reading we would never see the client close.
 */
export function sendFinalResponse(
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
