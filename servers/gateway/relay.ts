// The way of a client to its server: /labs/:id/a/socket.io/…, /labs/:id/b/socket.io/…, or /labs/:id/balanced/socket.io/…
//
//   long-polling   every request is passed on, and its answer back
//   WebSocket      the connection itself is handed to the server's process; nobody stands between from then on
import http from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { LabError } from "../lab/errors.ts";
import type { Lab } from "../lab/lab.ts";
import type { LabServer } from "../lab/lab-server.ts";
import type { Labs } from "../lab/labs.ts";
import { type ApiErrorCode, serverNames } from "../protocol.ts";
import { httpStatus, sendError } from "./http-errors.ts";

export interface Relay {
  /** Passes on a request whose path begins with /labs/. */
  request: (req: http.IncomingMessage, res: http.ServerResponse) => Promise<void>;
  /** Hands over a connection whose path begins with /labs/. */
  upgrade: (req: http.IncomingMessage, socket: Duplex, head: Buffer) => void;
}

export function createRelay(labs: Labs): Relay {
  return {
    async request(req, res) {
      try {
        const body = await bodyOf(req);
        const { server, url, routed } = target(labs, req);
        passOn(req, body, res, { socketPath: server.socketPath(), path: url }, routed);
      } catch (error) {
        if (error instanceof LabError) sendError(res, error.code, error.message);
        else if (req.complete) throw error; // else the client went away in the middle of its request
      }
    },
    upgrade(req, socket, head) {
      try {
        const { server, url, routed } = target(labs, req);
        if (!(socket instanceof Socket))
          throw new LabError("invalid", "A WebSocket needs a plain TCP connection.");
        routed?.(null);
        server.upgrade(requestHead(req, url, head), socket);
      } catch (error) {
        if (!(error instanceof LabError)) throw error;
        refuseUpgrade(socket, error.code, error.message);
      }
    },
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

/** Where a request goes. `routed` is there when the balancer chose: it traces the choice, and answers the cookie for it. */
interface Target {
  server: LabServer;
  /** The path as the server knows it. */
  url: string;
  routed?: (status: number | null) => string | null;
}

/** Clients of one page are as many browsers to the balancer, if they say so: `?browser=` gives each a cookie of its own. */
function cookieNameOf(query: URLSearchParams): string {
  const browser = /^[a-z0-9]{1,16}$/.exec(query.get("browser") ?? "")?.[0];
  return browser ? `crosstalk-server-${browser}` : "crosstalk-server";
}

function target(labs: Labs, req: http.IncomingMessage): Target {
  const path = req.url ?? "";
  const [, id = "", name, url] = /^\/labs\/([^/]+)\/([^/]+)(\/socket\.io\/.*)$/.exec(path) ?? [];
  const server = serverNames.find((known) => known === name);
  if (!url || !(server || name === "balanced")) {
    throw new LabError(
      "not_found",
      `Clients connect to /labs/<id>/a/socket.io/, …/b/socket.io/ or …/balanced/socket.io/; the path was ${path.slice(0, 100)}`,
    );
  }
  const lab = labs.find(id);
  return server ? { server: lab.servers[server], url } : balanced(lab, req, url);
}

function balanced(lab: Lab, req: http.IncomingMessage, url: string): Target {
  const query = new URL(url, "http://lab").searchParams;
  const cookieName = cookieNameOf(query);
  const cookie = new RegExp(`(?:^|; )${cookieName}=(\\w+)`).exec(req.headers.cookie ?? "")?.[1];
  const running = serverNames.filter((name) => lab.servers[name].state().state === "running");
  const server = lab.balancer.pick(cookie, running);
  const session = query.get("sid");
  return {
    server: lab.servers[server],
    url,
    routed(status) {
      lab.note({ type: "routed", server, method: req.method ?? "GET", session, status });
      if (!lab.balancer.sticky() || cookie === server) return null;
      return `${cookieName}=${server}; Path=/labs/${lab.id}/balanced/; HttpOnly; SameSite=Lax`;
    },
  };
}

/** As much as an Engine.IO server takes, and a little more, so that it is the server which refuses. */
const maxBodyBytes = 1_100_000;

async function bodyOf(req: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) {
      throw new LabError("too_large", `A request carries at most ${maxBodyBytes} bytes; this one has more.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The request goes in one piece. A server that refuses it does not read its body, and a connection that is closed
 * with something unread takes the answer with it.
 */
function passOn(
  req: http.IncomingMessage,
  body: Buffer,
  res: http.ServerResponse,
  to: http.RequestOptions,
  routed: Target["routed"],
): void {
  const { "transfer-encoding": _, ...rest } = req.headers;
  // A connection for each request: one that is kept may be closed by the server just when the next request takes it.
  const headers = { ...rest, connection: "close", "content-length": body.length };
  const upstream = http.request({ ...to, agent: false, method: req.method, headers }, (answer) => {
    const status = answer.statusCode ?? 502;
    const cookie = routed?.(status);
    res.writeHead(status, { ...withoutConnection(answer.headers), ...(cookie && { "set-cookie": cookie }) });
    answer.pipe(res);
    // The server died in the middle of its answer: the client has to see that it is cut off.
    answer.on("error", () => res.destroy());
  });
  upstream.on("error", (error) => {
    if (res.headersSent) res.destroy();
    else sendError(res, "unavailable", `The server did not answer (${error.message}). Connect again.`);
  });
  // A client that goes away takes its request with it.
  res.on("close", () => upstream.destroy());
  upstream.end(body);
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
