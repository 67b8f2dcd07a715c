// Checks every request and upgrade before any handler sees it, and catches handlers' errors.
//
//   connection ─▶ request ─▶ headers for browsers ─▶ well formed? ─▶ ours? ─▶ below the base? ─▶ /labs, /api, site, Socket.IO
//              └▶ upgrade ─▶ no response still due? ─▶ as above, and a path with WebSockets?
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { ErrorBoundary } from "../error-boundary.ts";
import type { ApiErrorCode } from "../protocol.ts";
import { noteClient } from "./admission/address.ts";
import { isPreflight, siteHeaders } from "./admission/allowed-sites.ts";
import { enterBase } from "./below-base.ts";
import { browserRules } from "./browser-rules.ts";
import { internalMessage, refuseUpgrade, sendError } from "./http-errors.ts";

export interface RequestGuardContext {
  boundary: ErrorBoundary;
  /** Returns why a request is refused, or null. */
  refusal: (req: IncomingMessage) => string | null;
  /** Returns headers for every response that does not set them itself; those for browsers. */
  headers?: (req: IncomingMessage) => Record<string, string>;
  /** Origins of other sites whose pages may use labs here; none. */
  allowedSites?: readonly string[] | undefined;
  /** Called with the kind of each response that our own pages never get. */
  note?: (kind: string) => void;
  /** Returns the address of a request's client, if proxies in front are trusted; null means the other end of the connection. */
  clientOf?: ((req: IncomingMessage) => string) | null;
  /** The path below which everything is served, with a slash at both ends; "/". */
  base?: string;
  /** The prefixes of paths that accept WebSockets. */
  socketPaths: readonly string[];
}

type Refusal = [code: ApiErrorCode, message: string];

/** Statuses that our own pages never get. */
const noted = [403, 408, 413, 429];

/** Guards the listeners that `server` has now. Listeners that are added later are not guarded. */
export function guardRequests(server: Server, context: RequestGuardContext): void {
  const { boundary, refusal, headers = browserRules, note = () => {}, clientOf, socketPaths } = context;
  const { allowedSites = [], base = "/" } = context;
  const unanswered = new WeakMap<Duplex, number>();
  const answer = takeOver(server, "request");
  const take = takeOver(server, "upgrade");

  /** Returns why a request is refused; "bare" if it only lacks the base's final slash; else null. */
  function whyNot(req: IncomingMessage): Refusal | "bare" | null {
    if (clientOf) noteClient(req, clientOf(req));
    const problem = malformed(req);
    if (problem) return ["invalid", problem];
    const where = enterBase(req, base);
    const why = refusal(req);
    if (why !== null) return ["forbidden", why];
    if (where === "outside") return ["not_found", `Nothing is here. Crosstalk is served below ${base}`];
    return where === "bare" ? where : null;
  }

  server.on(
    "request",
    boundary.guard(
      "request",
      (req: IncomingMessage, res: ServerResponse) => {
        boundary.listen(req, () => req.destroy());
        boundary.listen(res, () => res.destroy());
        const { socket } = req;
        unanswered.set(socket, (unanswered.get(socket) ?? 0) + 1);
        res.on("close", () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1));
        res.on("finish", () => {
          if (noted.includes(res.statusCode)) note(`${res.statusCode} ${STATUS_CODES[res.statusCode]}`);
        });
        for (const [name, value] of Object.entries(headers(req))) res.setHeader(name, value);
        const refused = whyNot(req);
        const forSite = siteHeaders(req, allowedSites);
        for (const [name, value] of Object.entries(forSite)) res.setHeader(name, value);
        if (refused === "bare") res.writeHead(308, { location: base }).end();
        else if (refused) sendError(res, ...refused);
        else if (isPreflight(req) && "access-control-allow-methods" in forSite) res.writeHead(204).end();
        else answer(req, res);
      },
      (_, __, res) => sendError(res, "internal", internalMessage),
    ),
  );
  server.on(
    "upgrade",
    boundary.guard(
      "upgrade",
      (req: IncomingMessage, socket: Duplex, head: Buffer) => {
        // A response is still due on this connection, so it cannot be handed over.
        if (unanswered.get(socket)) return void socket.destroy();
        const why = whyNot(req);
        const refused = why === null || why === "bare" ? notTaken(req, socketPaths) : why;
        if (refused) refuseUpgrade(socket, ...refused);
        else take(req, socket, head);
      },
      (_, __, socket) => refuseUpgrade(socket, "internal", internalMessage),
    ),
  );
}

/** Removes all listeners of an event. Returns a function that calls them. */
function takeOver(server: Server, event: "request" | "upgrade"): (...args: unknown[]) => void {
  const listeners = server.listeners(event);
  server.removeAllListeners(event);
  return (...args) => {
    for (const listener of listeners) listener.apply(server, args);
  };
}

/**
 * Returns what is wrong with a request that Node accepted, or null. Rewrites a target with a scheme and a host (RFC 9112
 * section 3.2.2): its host replaces the one in `Host`.
 */
function malformed(req: IncomingMessage): string | null {
  const hosts = req.rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === "host");
  if (hosts.length > 1) return "A request must have one Host header; this one has several.";
  const encoding = req.headers["transfer-encoding"];
  if (encoding !== undefined && encoding.toLowerCase() !== "chunked")
    return `Transfer-Encoding must be chunked; it was ${encoding.slice(0, 40)}.`;
  const [, authority, path] = /^https?:\/\/([^/?#]+)(.*)$/is.exec(req.url ?? "") ?? [];
  if (authority !== undefined && path !== undefined) {
    req.headers.host = authority;
    req.url = path.startsWith("/") ? path : `/${path}`;
  }
  return req.url?.startsWith("/")
    ? null
    : "The target of a request must be a path, or an address that begins with http://.";
}

/** Returns why no handler accepts this upgrade, or null. */
function notTaken(req: IncomingMessage, socketPaths: readonly string[]): Refusal | null {
  const path = req.url ?? "";
  if (!socketPaths.some((begin) => path.startsWith(begin)))
    return ["not_found", `There is no WebSocket at ${path.slice(0, 100)}`];
  const { upgrade = "" } = req.headers;
  if (req.method === "GET" && req.httpVersion === "1.1" && upgrade.toLowerCase() === "websocket") return null;
  const came = `${req.method} HTTP/${req.httpVersion} with Upgrade: ${upgrade.slice(0, 40)}`;
  return ["invalid", `A WebSocket must begin with GET, HTTP/1.1 and Upgrade: websocket; this was ${came}.`];
}
