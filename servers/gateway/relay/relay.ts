// Connects clients to their server: /labs/:id/a/socket.io/…, /labs/:id/b/socket.io/…, or /labs/:id/balanced/socket.io/…
//
//   long-polling   every request is forwarded, and its response back
//   WebSocket      the connection itself is handed to the server's process, and the gateway is no longer involved
import type { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { ErrorBoundary } from "../../error-boundary.ts";
import { LabError } from "../../lab/errors.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Labs } from "../../lab/labs.ts";
import type { LabServer } from "../../lab/server/lab-server.ts";
import { serverNames } from "../../protocol.ts";
import { internalMessage, refuseUpgrade, sendError } from "../http-errors.ts";
import { forward } from "./forward.ts";

export interface Relay {
  /** Forwards a request whose path begins with /labs/. */
  request: (req: IncomingMessage, res: ServerResponse) => void;
  /** Hands over a connection whose path begins with /labs/. */
  upgrade: (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/** Relays to the labs, by the path of a request. */
export function createRelay(labs: Labs, boundary: ErrorBoundary): Relay {
  return createRelayTo((req) => target(labs, req), boundary);
}

/** Relays each request to where `find` says. `find` throws a LabError if there is no such place. */
export function createRelayTo(find: (req: IncomingMessage) => Target, boundary: ErrorBoundary): Relay {
  return {
    request: boundary.guard(
      "relay request",
      (req, res) => {
        const found = attempt(() => {
          const { server, url, routed } = find(req);
          return { socketPath: server.socketPath(), path: url, answered: routed };
        });
        if (found instanceof LabError) sendError(res, found.code, found.message);
        else forward(boundary, req, res, found);
      },
      (_, __, res) => sendError(res, "internal", internalMessage),
    ),
    upgrade: boundary.guard(
      "relay upgrade",
      (req, socket, head) => {
        const refused = attempt(() => handOver(find(req), req, socket, head));
        if (refused) refuseUpgrade(socket, refused.code, refused.message);
      },
      (_, __, socket) => refuseUpgrade(socket, "internal", internalMessage),
    ),
  };
}

function handOver({ server, url, routed }: Target, req: IncomingMessage, socket: Duplex, head: Buffer): void {
  if (!(socket instanceof Socket)) throw new LabError("invalid", "A WebSocket needs a plain TCP connection.");
  routed?.(null);
  server.upgrade(requestHead(req, url, head), socket);
}

/** Returns the result of `work`, or the LabError that it throws. */
function attempt<T>(work: () => T): T | LabError {
  try {
    return work();
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
}

/** Where a request goes. `routed` is set if the balancer chose: it records the choice and returns a cookie to set. */
export interface Target {
  server: LabServer;
  /** The path for the server. */
  url: string;
  routed?: (status: number | null) => string | null;
}

/** With `?browser=`, clients of one page look like different browsers to the balancer: each has its own cookie. */
function cookieNameOf(query: URLSearchParams): string {
  const browser = /^[a-z0-9]{1,16}$/.exec(query.get("browser") ?? "")?.[0];
  return browser ? `crosstalk-server-${browser}` : "crosstalk-server";
}

function target(labs: Labs, req: IncomingMessage): Target {
  const path = req.url ?? "";
  const [, id = "", name, url] = /^\/labs\/([^/]+)\/([^/]+)(\/socket\.io\/.*)$/.exec(path) ?? [];
  const server = serverNames.find((known) => known === name);
  if (!url || !(server || name === "balanced")) {
    throw new LabError(
      "not_found",
      `Clients must connect to /labs/<id>/a/socket.io/, …/b/socket.io/ or …/balanced/socket.io/; the path was ${path.slice(0, 100)}`,
    );
  }
  const lab = labs.find(id);
  return server ? { server: lab.servers[server], url } : balanced(lab, req, url);
}

/** Lets the lab's balancer choose. The cookie is set for `path`. */
export function balanced(lab: Lab, req: IncomingMessage, url: string, path = lab.path("balanced")): Target {
  const query = new URLSearchParams(url.replace(/^[^?]*/, ""));
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
      return `${cookieName}=${server}; Path=${path}; HttpOnly; SameSite=Lax`;
    },
  };
}

/** Returns the request's head as it came, but with the path for the server. */
function requestHead(req: IncomingMessage, url: string, head: Buffer): string {
  const lines = [`${req.method} ${url} HTTP/${req.httpVersion}`];
  for (let i = 0; i < req.rawHeaders.length; i += 2)
    lines.push(`${req.rawHeaders[i]}: ${req.rawHeaders[i + 1]}`);
  return `${lines.join("\r\n")}\r\n\r\n${head.toString("latin1")}`;
}
