// One learner's lab: servers A and B, their cables, and one trace of everything that was observed.
//
//   process A ─┐ raw observations                                   ┌▶ the page
//   process B ─┴▶ sequencer (one order) ─▶ correlator (one message) ─▶ trace ─┴▶ GET …/trace
//   clients in the page ─────reports──────▶ correlator

import { joinPath } from "../base-path.ts";
import {
  type ClientReport,
  type LabState,
  type Observation,
  type ServerName,
  serverNames,
} from "../protocol.ts";
import { sameSecret } from "../secrets.ts";
import { type Balancer, createBalancer } from "./balancer.ts";
import { now } from "./clock.ts";
import { type CodeChanges, createCodeChanges } from "./code-change/changes.ts";
import type { OwnCode } from "./code-change/own-code.ts";
import { createConsoles, type RedisConsole } from "./console/console.ts";
import { newLabId, newToken, prefixOf } from "./lab-id.ts";
import type { LabRedis } from "./redis/lab-redis.ts";
import type { RedisUsers } from "./redis/users.ts";
import { createLabServer, type LabServer } from "./server/lab-server.ts";
import type { LabServerContext } from "./server/lab-server-status.ts";
import { createCorrelator } from "./trace/correlate.ts";
import { createSequencer, type PendingEvent } from "./trace/sequencer.ts";
import { type Correlated, createTrace, type Trace } from "./trace/trace.ts";
import { versions } from "./versions.ts";

export interface Lab {
  id: string;
  token: string;
  /** Returns the path of an entrance for clients, e.g. `/labs/x7…/balanced/`. */
  path: (entrance: ServerName | "balanced") => string;
  servers: Record<ServerName, LabServer>;
  trace: Trace;
  state: () => LabState;
  setBalancer: (change: { sticky: boolean }) => void;
  balancer: Balancer;
  /** Adds something that the gateway saw to the trace. */
  note: (observation: Observation) => void;
  /** Returns the milliseconds since the lab was opened. */
  clock: () => number;
  /** Runs this code on these servers. Resolves once they listen with it; rejects with a CodeError, and then changes nothing. */
  setCode: (code: OwnCode | null, names: readonly ServerName[]) => Promise<void>;
  /** Starts both servers again with what they run; see code-change/changes.ts. */
  reload: CodeChanges["reload"];
  openConsole: (print: (lines: string[]) => void) => RedisConsole;
  /** Takes reports of what clients in the page saw. */
  report: (reports: ClientReport[]) => void;
  noteRedis: (up: boolean) => void;
  /** Whether `token` is the lab's own. */
  mayChange: (token: string) => boolean;
  /** Resolves once both server processes are gone. */
  close: () => Promise<void>;
}

export interface LabContext {
  redis: LabRedis;
  users: RedisUsers;
  pool: LabServerContext["pool"];
  /** The id begins with it, so that a balancer can find the lab's gateway. */
  gateway?: string | undefined;
  /** The path below which labs are reached. */
  base: string;
  startWithinMs: number;
  /** Whether the lab may run code of a learner's own. */
  mayRunCode: boolean;
  /** With an app of the user's own: returns what the state says of it. */
  app?: (() => LabState["app"] | undefined) | undefined;
  loaded: (files: string[]) => void;
  newSocketPath: () => string;
}

/** A message that a client sent enters the trace after this time at the latest, even if a server that may have taken it is silent. */
const maxSentWaitMs = 300;

/** Opens a lab. Resolves once both servers listen; rejects with a LabError if one cannot be started. */
export async function openLab(context: LabContext): Promise<Lab> {
  const { redis, users, gateway, base, mayRunCode, app, ...processes } = context;
  const id = newLabId(gateway);
  const path = (entrance: ServerName | "balanced") => joinPath(base, `/labs/${id}/${entrance}/`);
  const urls = await users.add(id, prefixOf(id));
  const token = newToken();
  const openedAt = now();
  const trace = createTrace(openedAt);
  const correlator = createCorrelator();
  const add = (correlated: Correlated[]) => {
    for (const { t, observation } of correlated) trace.add(t, observation);
  };
  const sequencer = createSequencer<ServerName>((server, isSilent) =>
    trace.add(now(), { type: "silence", server, isSilent }),
  );
  /** Adds observations made at `t` in order with what the servers saw. */
  const put = (t: number, correlated: () => Correlated[]) =>
    sequencer.put({ t, release: () => add(correlated()) });
  const note = (t: number, observation: Observation) => put(t, () => [{ t, observation }]);
  const balancer = createBalancer();
  const consoles = createConsoles(urls.console, prefixOf(id));

  const createServer = (name: ServerName) =>
    createLabServer(name, {
      lab: id,
      path: `${path(name)}socket.io/`,
      prefix: prefixOf(id),
      isApp: app !== undefined,
      redis: { ...redis, url: urls.servers },
      ...processes,
      note,
      observed: (observations, until) => {
        const happenings = observations.map((raw) => ({
          t: raw.t,
          isDue: () => correlator.isDue(raw),
          release: () => add(correlator.take(name, raw)),
        }));
        sequencer.push(name, happenings, until);
      },
      started: () => sequencer.add(name, () => servers[name].mark()),
      ended: (reason) => {
        const t = now();
        sequencer.remove(name);
        put(t, () => correlator.serverGone(name, t, `server ended: ${reason}`));
      },
    });
  const servers = { a: createServer("a"), b: createServer("b") };

  const lab: Lab = {
    id,
    token,
    path,
    servers,
    trace,
    balancer,
    note: (observation) => note(now(), observation),
    state: () => ({
      id,
      servers: { a: servers.a.state(), b: servers.b.state() },
      cables: { a: servers.a.cable(), b: servers.b.cable() },
      balancer: { sticky: balancer.sticky() },
      redis: redis.state(),
      mayRunCode: mayRunCode && !app,
      app: app?.() ?? null,
      versions,
    }),
    setBalancer(change) {
      balancer.setSticky(change.sticky);
      note(now(), { type: "balancer", ...change });
    },
    ...createCodeChanges(servers),
    openConsole: consoles.open,
    clock: () => now() - openedAt,
    report(reports) {
      const sent: PendingEvent[] = [];
      for (const report of reports) {
        const t = Math.min(openedAt + report.at, now());
        const { atOnce, inOrder } = correlator.report(report, t);
        add(atOnce);
        if (inOrder) sent.push({ t, release: () => add(inOrder()), maxWaitMs: maxSentWaitMs });
      }
      sequencer.put(...sent);
    },
    noteRedis: (up) => note(now(), { type: "redis", up }),
    mayChange: (given) => sameSecret(given, token),
    async close() {
      await Promise.all(serverNames.map((name) => servers[name].close()));
      sequencer.close();
    },
  };
  await startAll(lab, () => users.remove(id));
  return lab;
}

/** Starts both servers of a lab, or closes it and calls `closed`. */
async function startAll(lab: Lab, closed: () => Promise<void>): Promise<void> {
  try {
    await Promise.all(serverNames.map((name) => lab.servers[name].start()));
  } catch (error) {
    await lab.close();
    await closed();
    throw error;
  }
}
