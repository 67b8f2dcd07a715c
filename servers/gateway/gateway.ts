// The front door: one port for the site, the API, the clients of every lab and those who watch.
//
//   /healthz, /api/…  ▶ api       /labs/…  ▶ relay ▶ the lab's servers
//   /watch/…          ▶ watch     /workshop/…  ▶ workshop, where there is one     the rest ▶ the site
import http from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { createLabs } from "../lab/labs.ts";
import type { Redis } from "../redis/locate.ts";
import { createApi, type MayChange } from "./api.ts";
import { browserRules, emptyPolicy } from "./browser-rules.ts";
import { boundConnections, type ConnectionLimits, connectionLimits } from "./connections.ts";
import { sendError } from "./http-errors.ts";
import { refusal } from "./origin.ts";
import { createRefusals } from "./refusals.ts";
import { createRelay, refuseUpgrade } from "./relay.ts";
import { createWatch } from "./watch.ts";
import { reachableUrls } from "./workshop/addresses.ts";
import { createWorkshop, type Workshop } from "./workshop/workshop.ts";

/** Answers that nobody gets who uses the pages as they are. */
const logged = [403, 408, 413, 429];

/** A class has lunch; nobody's lab is to end meanwhile. */
const workshopIdleMs = 4 * 3_600_000;

export interface GatewayOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  capacity: number;
  allowedHosts?: readonly string[];
  redis: Pick<Redis, "url" | "kind" | "version" | "up" | "supports" | "onChange">;
  /** Serves every path that is not ours. */
  site: http.RequestListener;
  /** Server processes that wait for labs. */
  poolSize?: number;
  idleMs?: number;
  limits?: Partial<ConnectionLimits>;
  /** A class in the room; none unless it is given. */
  workshop?: {
    instructorKey: string;
    publicUrl: string | null;
    /** Their labs, and the shared one, are started ahead. */
    learners: number;
  };
}

export interface Gateway {
  url: string;
  port: number;
  /** Addresses by which others in the network may reach it, the likeliest first. */
  reachableUrls: () => string[];
  /** Resolves once the labs that are expected can be opened without waiting. */
  warmed: Promise<void>;
  /** Ends every lab, then the gateway. Can be called twice. */
  close: () => Promise<void>;
}

/** Resolves when it listens; rejects with Node's error when it cannot, e.g. EADDRINUSE. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { host, port, site, workshop: wanted, allowedHosts = [], limits, ...labsOptions } = options;
  const { url, kind, version, supports, onChange } = options.redis;
  const redis = { url, supports, onChange, state: () => ({ kind, version, up: options.redis.up }) };
  const server = http.createServer({ noDelay: true, connectionsCheckingInterval: 1000 });
  const refusals = createRefusals();
  boundConnections(server, { ...connectionLimits, ...limits }, refusals.note);
  await listen(server, port, host);

  const refused = (req: http.IncomingMessage) => refusal(req, allowedHosts);
  const { port: boundPort } = server.address() as AddressInfo;
  const urls = () => reachableUrls({ host, port: boundPort, publicUrl: wanted?.publicUrl ?? null });

  const labs = createLabs({
    ...labsOptions,
    ...(wanted && { expected: wanted.learners + 1, idleMs: options.idleMs ?? workshopIdleMs }),
    redis,
    onGone(id, reason) {
      watch.gone(id, reason);
      workshop?.labGone(id);
    },
  });
  const relay = createRelay(labs);

  server.on("request", (req, res) => {
    const path = req.url ?? "/";
    const why = refused(req);
    if (why) sendError(res, "forbidden", why);
    else if (path.startsWith("/labs/")) void relay.request(req, res);
    else if (path.startsWith("/api/") || path === "/healthz") void api(req, res);
    else site(req, res);
  });
  server.on("upgrade", (req, socket, head) => {
    const path = req.url ?? "/";
    const why = refused(req);
    if (why) refuseUpgrade(socket, "forbidden", why);
    else if (path.startsWith("/labs/")) relay.upgrade(req, socket, head);
    else if (!path.startsWith("/watch/") && !(workshop && path.startsWith("/workshop/")))
      refuseUpgrade(socket, "not_found", `There is no WebSocket at ${path.slice(0, 100)}`);
  });
  // Registered last, since they take the requests of their own paths from those above.
  const workshop: Workshop | undefined =
    wanted &&
    createWorkshop({ http: server, labs, refusal: refused, urls, cutOff: refusals.note, ...wanted });
  const mayChange: MayChange = (lab, secret) =>
    lab.mayChange(secret) || (workshop?.mayHelp(lab.id, secret) ?? false);
  const watch = createWatch(server, { labs, refusal: refused, mayChange, cutOff: refusals.note });
  const api = getRequestListener(createApi({ labs, redis, mayChange, workshop: workshop?.api }).fetch);
  // Before all of them.
  server.prependListener("request", (req, res) => {
    for (const [name, value] of Object.entries(browserRules(req))) res.setHeader(name, value);
    res.setHeader("content-security-policy", emptyPolicy);
    res.on("finish", () => {
      if (logged.includes(res.statusCode))
        refusals.note(`${res.statusCode} ${http.STATUS_CODES[res.statusCode]}`);
    });
  });

  let closing: Promise<void> | undefined;
  return {
    url: `http://${urlHost(host)}:${boundPort}`,
    port: boundPort,
    reachableUrls: urls,
    warmed: labs.warmed,
    close() {
      closing ??= (async () => {
        // Nobody waits for its callback: with connections that were handed over, Node may never call it.
        server.close();
        await labs.closeAll();
        watch.close();
        workshop?.close();
        refusals.close();
        server.closeAllConnections();
      })();
      return closing;
    },
  };
}

/** The name by which a browser on this machine reaches what listens on `host`. */
function urlHost(host: string): string {
  if (host === "127.0.0.1" || host === "0.0.0.0" || host === "::" || host === "::1") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

function listen(server: http.Server, port: number, host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, host, () => {
    server.off("error", reject);
    resolve();
  });
  return promise;
}
