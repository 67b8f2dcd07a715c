// What every request and every upgrade passes before anything answers it, and where it ends when that fails.
//
//   connection ─▶ request ─▶ headers for browsers ─▶ well formed? ─▶ ours? ─▶ /labs, /api, site, Socket.IO
//              └▶ upgrade ─▶ behind nothing unanswered? ─▶ as above, and a WebSocket that somebody takes?
import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Boundary } from "../boundary.ts";
import type { ApiErrorCode } from "../protocol.ts";
import { browserRules, emptyPolicy } from "./browser-rules.ts";
import { internalMessage, refuseUpgrade, sendError } from "./http-errors.ts";

export interface FrontContext {
  boundary: Boundary;
  /** Why a request may not go on, or null. */
  refusal: (req: IncomingMessage) => string | null;
  /** Told of each answer that nobody gets who uses the pages as they are. */
  note: (kind: string) => void;
  /** Where the paths begin on which WebSockets are taken. */
  socketPaths: readonly string[];
}

type Refusal = [code: ApiErrorCode, message: string];

/** Answers that nobody gets who uses the pages as they are. */
const noted = [403, 408, 413, 429];

/** Puts itself before all that listens to `server` now; what listens later is not guarded. */
export function guardFront(server: Server, { boundary, refusal, note, socketPaths }: FrontContext): void {
  const unanswered = new WeakMap<Duplex, number>();
  const answer = takeOver(server, "request");
  const take = takeOver(server, "upgrade");

  function whyNot(req: IncomingMessage): Refusal | null {
    const problem = malformed(req);
    if (problem) return ["invalid", problem];
    const why = refusal(req);
    return why === null ? null : ["forbidden", why];
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
        for (const [name, value] of Object.entries(browserRules(req))) res.setHeader(name, value);
        res.setHeader("content-security-policy", emptyPolicy);
        const refused = whyNot(req);
        if (refused) sendError(res, ...refused);
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
        // An answer is still to be written to this connection, so it can be given to nobody.
        if (unanswered.get(socket)) return void socket.destroy();
        const refused = whyNot(req) ?? notTaken(req, socketPaths);
        if (refused) refuseUpgrade(socket, ...refused);
        else take(req, socket, head);
      },
      (_, __, socket) => refuseUpgrade(socket, "internal", internalMessage),
    ),
  );
}

/** Removes all listeners of an event; the function that is returned calls them. */
function takeOver(server: Server, event: "request" | "upgrade"): (...args: unknown[]) => void {
  const listeners = server.listeners(event);
  server.removeAllListeners(event);
  return (...args) => {
    for (const listener of listeners) listener.apply(server, args);
  };
}

/**
 * What is wrong with a request that Node let pass, or null. A target with a scheme and a host is rewritten to what it
 * means (RFC 9112 section 3.2.2): its host counts, not the one in `Host`.
 */
function malformed(req: IncomingMessage): string | null {
  const hosts = req.rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === "host");
  if (hosts.length > 1) return "A request has one Host header; this one has several.";
  const encoding = req.headers["transfer-encoding"];
  if (encoding !== undefined && encoding.toLowerCase() !== "chunked")
    return `The only Transfer-Encoding taken is chunked; it was ${encoding.slice(0, 40)}.`;
  const [, authority, path] = /^https?:\/\/([^/?#]+)(.*)$/is.exec(req.url ?? "") ?? [];
  if (authority !== undefined && path !== undefined) {
    req.headers.host = authority;
    req.url = path.startsWith("/") ? path : `/${path}`;
  }
  return req.url?.startsWith("/")
    ? null
    : "The target of a request is a path, or an address that begins with http://.";
}

/** Why nobody takes this upgrade, or null. */
function notTaken(req: IncomingMessage, socketPaths: readonly string[]): Refusal | null {
  const path = req.url ?? "";
  if (!socketPaths.some((begin) => path.startsWith(begin)))
    return ["not_found", `There is no WebSocket at ${path.slice(0, 100)}`];
  const { upgrade = "" } = req.headers;
  if (req.method === "GET" && req.httpVersion === "1.1" && upgrade.toLowerCase() === "websocket") return null;
  const came = `${req.method} HTTP/${req.httpVersion} with Upgrade: ${upgrade.slice(0, 40)}`;
  return ["invalid", `A WebSocket begins with GET, HTTP/1.1 and Upgrade: websocket; this was ${came}.`];
}
