// The way of a client to its server: /labs/:id/a/socket.io/… and /labs/:id/b/socket.io/…
//
//   long-polling   every request is passed on, and its answer back
//   WebSocket      the connection itself is handed to the server's process; nobody stands between from then on
import http from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { LabError } from "../lab/errors.ts";
import type { LabServer } from "../lab/lab-server.ts";
import type { Labs } from "../lab/labs.ts";
import { type ApiErrorCode, serverNames } from "../protocol.ts";
import { httpStatus, sendError } from "./http-errors.ts";

export interface Relay {
  /** Passes on a request whose path begins with /labs/. */
  request: (req: http.IncomingMessage, res: http.ServerResponse) => void;
  /** Hands over a connection whose path begins with /labs/. */
  upgrade: (req: http.IncomingMessage, socket: Duplex, head: Buffer) => void;
  close: () => void;
}

export function createRelay(labs: Labs): Relay {
  const agent = new http.Agent({ keepAlive: true });

  return {
    request(req, res) {
      try {
        const { server, url } = target(labs, req.url ?? "");
        passOn(req, res, { socketPath: server.socketPath(), path: url, agent });
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
        sendError(res, error.code, error.message);
      }
    },
    upgrade(req, socket, head) {
      try {
        const { server, url } = target(labs, req.url ?? "");
        if (!(socket instanceof Socket))
          throw new LabError("invalid", "A WebSocket needs a plain TCP connection.");
        server.upgrade(requestHead(req, url, head), socket);
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
        refuseUpgrade(socket, error.code, error.message);
      }
    },
    close: () => agent.destroy(),
  };
}

/** Answers an upgrade with an HTTP error, and ends the connection. */
export function refuseUpgrade(socket: Duplex, code: ApiErrorCode, message: string): void {
  const status = httpStatus[code];
  const body = JSON.stringify({ error: { code, message } });
  socket.on("error", () => socket.destroy()); // it may be gone already
  socket.end(
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Which server a path means, and what the path is there. */
function target(labs: Labs, path: string): { server: LabServer; url: string } {
  const [, id = "", name, url] = /^\/labs\/([^/]+)\/([^/]+)(\/socket\.io\/.*)$/.exec(path) ?? [];
  const server = serverNames.find((known) => known === name);
  if (!server || !url) {
    throw new LabError(
      "not_found",
      `Clients connect to /labs/<id>/a/socket.io/ or …/b/socket.io/; the path was ${path.slice(0, 100)}`,
    );
  }
  return { server: labs.find(id).servers[server], url };
}

function passOn(req: http.IncomingMessage, res: http.ServerResponse, to: http.RequestOptions): void {
  const upstream = http.request({ ...to, method: req.method, headers: req.headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, withoutConnection(answer.headers));
    answer.pipe(res);
    // The server died in the middle of its answer: the client has to see that it is cut off.
    answer.on("error", () => res.destroy());
  });
  upstream.on("error", (error) => {
    if (res.headersSent) res.destroy();
    else sendError(res, "unavailable", `The server did not answer (${error.message}). Connect again.`);
  });
  // A client that goes away takes its request with it. After a whole answer the connection already serves others.
  res.on("close", () => {
    if (!res.writableFinished) upstream.destroy();
  });
  req.pipe(upstream);
}

/** `Connection` and `Keep-Alive` are between two ends of one connection, RFC 9110 section 7.6.1. */
function withoutConnection(headers: http.IncomingHttpHeaders): http.OutgoingHttpHeaders {
  const { connection: _, "keep-alive": __, ...rest } = headers;
  return rest;
}

/** The request as it came, but with the path that the server knows. */
function requestHead(req: http.IncomingMessage, url: string, head: Buffer): string {
  const lines = [`${req.method} ${url} HTTP/${req.httpVersion}`];
  for (let i = 0; i < req.rawHeaders.length; i += 2)
    lines.push(`${req.rawHeaders[i]}: ${req.rawHeaders[i + 1]}`);
  return `${lines.join("\r\n")}\r\n\r\n${head.toString("latin1")}`;
}
