// Forwards one request to a server on a Unix socket, and its response back. Bodies are streamed.
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { ErrorBoundary } from "../../error-boundary.ts";
import { internalMessage, sendError } from "../http-errors.ts";
import { endToEnd, framing } from "./hop-by-hop.ts";

export interface Destination {
  socketPath: string;
  /** The path for the server. */
  path: string;
  /** Called with the response's status. Returns a `Set-Cookie` header to add, or null. */
  answered?: ((status: number) => string | null) | undefined;
}

/** A little more than an Engine.IO server accepts, so that the server is the one that refuses. */
const maxBodyBytes = 1_100_000;

/** If the client goes away, its request is aborted. If the server dies, the response is cut off, or is a 503. */
export function forward(
  boundary: ErrorBoundary,
  req: IncomingMessage,
  res: ServerResponse,
  { socketPath, path, answered }: Destination,
): void {
  const { expect: _, ...headers } = endToEnd(req.headers); // Node has already sent the client 100 Continue
  const upstream = http.request({
    socketPath,
    path,
    // A connection for each request: one that is kept may be closed by the server just when the next request uses it.
    agent: false,
    method: req.method,
    headers: {
      ...headers,
      ...framing(req.headers),
      // Otherwise a server that refuses a request without reading its body would close at once, and its response would be lost.
      connection: "keep-alive",
    },
  });
  const unanswered = (why: string) =>
    sendError(res, "unavailable", `The server did not answer (${why}). Connect again.`);
  // Not the message: it has the path of the socket.
  boundary.listen(upstream, ({ code }: NodeJS.ErrnoException) => unanswered(code ?? "error"));
  upstream.on("close", () => {
    if (!res.headersSent) unanswered("it closed the connection");
  });
  upstream.on(
    "response",
    boundary.guard(
      "relay answer",
      (answer: IncomingMessage) => passBack(boundary, answer, res, answered),
      (_, answer) => {
        answer.destroy();
        sendError(res, "internal", internalMessage);
      },
    ),
  );

  let bytes = 0;
  req.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) return;
    upstream.destroy();
    sendError(res, "too_large", `A request can carry at most ${maxBodyBytes} bytes; this one has more.`);
  });
  req.pipe(upstream);
  res.on("close", () => {
    req.unpipe(upstream);
    req.resume(); // the rest of the body comes before the client's next request
    upstream.destroy();
  });
}

function passBack(
  boundary: ErrorBoundary,
  answer: IncomingMessage,
  res: ServerResponse,
  answered: Destination["answered"],
): void {
  // The server died in the middle of its response, and the client has to notice.
  boundary.listen(answer, () => res.destroy());
  const status = answer.statusCode ?? 502;
  const cookie = answered?.(status);
  const cookies = [...(answer.headers["set-cookie"] ?? []), ...(cookie ? [cookie] : [])];
  res.writeHead(status, {
    ...endToEnd(answer.headers),
    ...(cookies.length > 0 && { "set-cookie": cookies }),
  });
  answer.pipe(res);
}
