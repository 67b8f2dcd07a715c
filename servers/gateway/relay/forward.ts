// Passes one request on to a server that listens on a Unix socket, and its answer back. Nothing is held: bodies stream.
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import type { Boundary } from "../../boundary.ts";
import { internalMessage, sendError } from "../http-errors.ts";
import { endToEnd, framing } from "./hop-by-hop.ts";

export interface Destination {
  socketPath: string;
  /** The path as the server knows it. */
  path: string;
  /** Told the answer's status; returns a `Set-Cookie` to add, or null. */
  answered?: ((status: number) => string | null) | undefined;
}

/** As much as an Engine.IO server takes, and a little more, so that it is the server which refuses. */
const maxBodyBytes = 1_100_000;

/** A client that goes away takes its request with it; a server that dies cuts the answer off, or is told as 503. */
export function forward(
  boundary: Boundary,
  req: IncomingMessage,
  res: ServerResponse,
  { socketPath, path, answered }: Destination,
): void {
  const { expect: _, ...headers } = endToEnd(req.headers); // Node has already told the client to continue
  const upstream = http.request({
    socketPath,
    path,
    // A connection for each request: one that is kept may be closed by the server just when the next request takes it.
    agent: false,
    method: req.method,
    headers: {
      ...headers,
      ...framing(req.headers),
      // A server that refuses a request without reading its body would close at once, and its answer be lost.
      connection: "keep-alive",
    },
  });
  const unanswered = (error: Error) =>
    sendError(res, "unavailable", `The server did not answer (${error.message}). Connect again.`);
  boundary.listen(upstream, unanswered);
  upstream.on("close", () => {
    if (!res.headersSent) unanswered(new Error("it closed the connection"));
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
    sendError(res, "too_large", `A request carries at most ${maxBodyBytes} bytes; this one has more.`);
  });
  req.pipe(upstream);
  res.on("close", () => {
    req.unpipe(upstream);
    req.resume(); // what is left of the body stands before the client's next request
    upstream.destroy();
  });
}

function passBack(
  boundary: Boundary,
  answer: IncomingMessage,
  res: ServerResponse,
  answered: Destination["answered"],
): void {
  // The server died in the middle of its answer: the client has to see that it is cut off.
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
