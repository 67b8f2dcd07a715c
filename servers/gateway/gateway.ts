// The gateway: one port for the site, the API, the clients of every lab and the pages that watch it.
//
//   /healthz, /api/…  ▶ api       /labs/…  ▶ relay ▶ the lab's servers
//   /watch/…          ▶ watch     /workshop/…  ▶ workshop, if there is one     the rest ▶ the site
// All of them go through request-guard.ts first, which takes the base off their paths.
import http from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { joinPath } from "../base-path.ts";
import { createErrorBoundary, type ErrorBoundary } from "../error-boundary.ts";
import { workshopIdleMs } from "../lab/idle.ts";
import { createLabs, drainingMessage, type Labs } from "../lab/labs.ts";
import type { Redis } from "../redis/locate.ts";
import { type ConnectionLimits, connectionLimits, limitConnections } from "./admission/connections.ts";
import { createGuesses } from "./admission/guesses.ts";
import { createLabHolders } from "./admission/labs-per-address.ts";
import { refusal } from "./admission/origin.ts";
import { clientBehind, type TrustedProxies } from "./admission/proxies.ts";
import { createRefusals } from "./admission/refusal-log.ts";
import { createApi } from "./api/api.ts";
import type { NotReady } from "./api/health-routes.ts";
import { createInFlight, type InFlight } from "./api/in-flight.ts";
import { ownerOrHelper } from "./api/lab-access.ts";
import { internalMessage, sendError } from "./http-errors.ts";
import { type Log, shortId, silentLog } from "./operating/gateway-log.ts";
import { logOpened } from "./operating/lab-log.ts";
import { createMetrics } from "./operating/metrics.ts";
import { type App, createApp, labsOfApp } from "./own-app/own-app.ts";
import { isPrivate, urlHost } from "./reachable-from.ts";
import { createRelay } from "./relay/relay.ts";
import { guardRequests } from "./request-guard.ts";
import { route } from "./route.ts";
import type { SocketLimits } from "./watch/socket-limits.ts";
import { createWatch } from "./watch/watch.ts";
import { reachableUrls } from "./workshop/start/addresses.ts";
import { createWorkshop, type Workshop } from "./workshop/workshop.ts";

export interface GatewayOptions {
  host: string;
  /** 0 picks a free one. */
  port: number;
  capacity: number;
  allowedHosts?: readonly string[];
  /** Origins of other sites, e.g. a static edition, whose pages may use labs here. */
  allowedSites?: readonly string[];
  redis: Pick<Redis, "url" | "kind" | "version" | "up" | "supports" | "onChange">;
  /** The path below which everything is served, with a slash at both ends; "/". */
  base?: string;
  /** Serves every path that the gateway does not. */
  site: http.RequestListener;
  /** Whether `site` can serve pages yet; true. */
  isSiteReady?: () => boolean;
  /** How many server processes are kept ready for new labs. */
  poolSize?: number;
  idleMs?: number;
  /** An app of the user's own that the labs' servers run; `print` prints a line for the user. */
  app?: { file: string; print: (line: string) => void } | undefined;
  /** Whether labs run code of a learner's own; only where no other machine can reach `host`. */
  mayRunCode?: boolean;
  /** The program of a server process; lab/process/main.ts. */
  program?: URL;
  limits?: Partial<ConnectionLimits>;
  flow?: Partial<SocketLimits>;
  /** How many labs, and seats of a workshop, one address can have; 60, or 10 labs in a workshop. */
  perAddress?: number;
  /** Proxies in front whose X-Forwarded-For is believed; none. */
  trustedProxies?: TrustedProxies | undefined;
  /** Its name among several gateways; none. */
  name?: string | undefined;
  /** None unless given. */
  log?: Log;
  /** Handles errors at its edges; by default it logs them. */
  boundary?: ErrorBoundary;
  /** Set for a workshop. */
  workshop?: {
    instructorKey: string;
    /** Lets its holder look, help and answer; nobody unless given. */
    helperKey?: string | undefined;
    publicUrl: string | null;
    /** How many are expected. Their labs and the shared one are started in advance. */
    learners: number;
    /** Keeps what the instructor shows for a gateway that starts again; nowhere unless given. */
    shownFile?: string | undefined;
    /** Keeps who sits at whose lab; nowhere unless given. */
    pairsFile?: string | undefined;
    /** Where the record is saved, every minute and at the end; nowhere unless given. */
    recordFile?: string | undefined;
  };
}

export interface Gateway {
  /** Its address on this machine, with the base but without its final slash. */
  url: string;
  port: number;
  /** Returns URLs under which others in the network can probably reach it, likeliest first. */
  reachableUrls: () => string[];
  /** With an app: resolves with the addresses of its own pages, once they are served. */
  appUrls: ReturnType<App["start"]> | undefined;
  /** With an app: sends events through it, and says which of them scale out. */
  reports: App["reports"] | undefined;
  /** Resolves once the expected labs can be opened. */
  warmed: Promise<void>;
  /** Opens no more labs and tells the pages. Resolves once no lab is left, at the latest after `ms`. */
  drain: (ms: number) => Promise<void>;
  /** Ends every lab, then the gateway. Can be called twice. */
  close: () => Promise<void>;
}

/** Resolves once it listens. Rejects with Node's error if it can't, e.g. EADDRINUSE. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { host, port, site, workshop: classroom, limits, name, ...labsOptions } = options;
  const { boundary = createErrorBoundary(), capacity, perAddress = classroom ? 10 : 60 } = options;
  const { isSiteReady = () => true, base = "/", trustedProxies, log = silentLog } = options;
  const redis = labRedisOf(options.redis);
  const server = http.createServer({ noDelay: true, connectionsCheckingInterval: 1000 });
  const warn = (line: string) => (options.log ? log.warn(line) : console.warn(line));
  const refusals = createRefusals(warn, boundary, (kind) => metrics.refused(kind));
  limitConnections(server, { ...connectionLimits(capacity), ...limits }, boundary, refusals.note);
  const boundPort = await listen(server, boundary, port, host);
  const refused = (req: http.IncomingMessage) => refusal(req, options.allowedHosts, options.allowedSites);
  const urls = () => reachableUrls({ host, port: boundPort, base, publicUrl: classroom?.publicUrl ?? null });

  const app = options.app && createApp({ ...options.app, boundary, labs: () => labs });
  const labs = createLabs({
    ...labsOptions,
    boundary,
    mayRunCode: options.mayRunCode ?? isPrivate(options),
    ...(classroom && { expected: classroom.learners + 1, idleMs: options.idleMs ?? workshopIdleMs }),
    redis,
    gateway: name,
    app: app?.labsApp,
    ...(app && labsOfApp),
    onOpened(lab, seconds) {
      metrics.opened(lab, seconds);
      logOpened(log, lab, seconds, labs.count());
    },
    onGone(id, reason) {
      log.info("lab closed", { lab: shortId(id), reason, open: labs.count() });
      holders.gone(id);
      watch.gone(id, reason);
      workshop?.labGone(id);
    },
  });
  const holders = createLabHolders({ labs: app ?? labs, perAddress, opened: () => workshop?.labOpened() });
  const metrics = createMetrics({ labs, errors: boundary.counts });
  const relay = createRelay(labs, boundary);
  const toSite = boundary.guard("static file", site, broken);
  const inFlight = createInFlight();
  const toApi = boundary.guard(
    "api",
    inFlight.count((req, res) => api(req, res)),
    broken,
  );

  route(server, { relay, toApi, toSite });
  // Socket.IO is attached last, because it takes the requests of its own paths away from the listeners above.
  const guesses = createGuesses();
  const sockets = { labs, boundary, refusal: refused, cutOff: refusals.note, limits: options.flow ?? {} };
  const workshop: Workshop | undefined =
    classroom &&
    createWorkshop({ http: server, ...sockets, guesses, holders, perAddress, urls, warn, ...classroom });
  const mayChange = ownerOrHelper(guesses, workshop);
  const watch = createWatch(server, { ...sockets, mayChange });
  const { fetch } = createApi({
    ...sockets,
    holders,
    redis,
    mayChange,
    reports: app?.reports,
    metrics,
    whyNotReady: () => whyNotReady(labs, isSiteReady()),
    workshop: workshop?.api,
  });
  const api = getRequestListener(fetch);
  guardRequests(server, {
    boundary,
    refusal: refused,
    allowedSites: options.allowedSites,
    note: refusals.note,
    base,
    clientOf: trustedProxies === undefined ? null : clientBehind(trustedProxies),
    socketPaths: ["/labs/", "/watch/socket.io/", ...(workshop ? ["/workshop/socket.io/"] : [])],
  });

  return {
    url: joinPath(`http://${urlHost(host)}:${boundPort}`, base.slice(0, -1)),
    port: boundPort,
    reachableUrls: urls,
    warmed: labs.warmed,
    appUrls: app?.start(port && boundPort + 1),
    reports: app?.reports,
    async drain(ms) {
      watch.draining(ms);
      await labs.drain(ms);
    },
    close: once(() => end(server, inFlight, labs, [watch, workshop, refusals, app])),
  };
}

async function end(
  server: http.Server,
  inFlight: InFlight,
  labs: Labs,
  parts: (Pick<Workshop, "close"> | undefined)[],
): Promise<void> {
  // Without waiting for its callback: Node may never call it after connections were handed over.
  server.close();
  await inFlight.answered();
  await labs.closeAll();
  for (const part of parts) part?.close();
  server.closeAllConnections();
}

/** Returns a function that does the work when it is first called, and returns the same result from then on. */
function once<T>(work: () => T): () => T {
  let done: { result: T } | undefined;
  return () => {
    done ??= { result: work() };
    return done.result;
  };
}

function labRedisOf(redis: GatewayOptions["redis"]) {
  const { url, kind, version, supports, onChange } = redis;
  return { url, supports, onChange, state: () => ({ kind, version, up: redis.up }) };
}

const broken = (_: unknown, __: http.IncomingMessage, res: http.ServerResponse) =>
  sendError(res, "internal", internalMessage);

function whyNotReady(labs: Labs, isSiteReady: boolean): NotReady | null {
  const fault = labs.isDraining() ? drainingMessage : isSiteReady ? labs.lastStartError() : siteMessage;
  if (fault !== null) return { code: "unavailable", message: fault };
  if (labs.count() < labs.capacity) return null;
  return { code: "capacity", message: `All ${labs.capacity} labs are in use.` };
}

const siteMessage = "The site is being built.";

/** Resolves with the port on which it listens. */
function listen(server: http.Server, boundary: ErrorBoundary, port: number, host: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once("error", reject);
  server.listen(port, host, () => {
    server.off("error", reject);
    boundary.listen(server, (error) => boundary.report("accepting connections", error));
    resolve((server.address() as AddressInfo).port);
  });
  return promise;
}
