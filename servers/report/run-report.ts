// Runs a report: sends each event in each stage, and keeps what the trace says of it.
//
//   one server, twice ──▶ what each event does ──┐
//   apart, linked, balanced, blackhole, killed ──┴▶ verdict.ts ──▶ Report

import { setTimeout as delay } from "node:timers/promises";
import { clip, describe } from "../describe.ts";
import { LabError } from "../lab/errors.ts";
import type { Lab } from "../lab/lab.ts";
import type { LinkName, TraceEvent } from "../protocol.ts";
import {
  type Finding,
  type Report,
  type ReportedEvent,
  type Role,
  roleNames,
  type StageName,
  stageNames,
} from "../protocol-report.ts";
import { commandLine } from "../start-command.ts";
import { type Probe, type ProbesFile, probesFromTrace } from "./probes.ts";
import { openReportClients, type ReportClients } from "./report-clients.ts";
import { enterStage } from "./stages.ts";
import { type Outcome, outcomeOf, verdictOf } from "./verdict.ts";

export interface ReportOptions {
  /** What to send; without it, what was seen in the lab, and what the app listens for. */
  probes?: ProbesFile | undefined;
  /** Called when a stage begins. */
  stage?: (name: StageName | "one") => void;
  /** Ends the report before its next event is sent. */
  signal?: AbortSignal;
}

/** How long a report waits for what may never come: an acknowledgement, and the end of what an event causes. */
const ackWithinMs = 6000;
const settleWithinMs = 3000;
const quietMs = 120;

/** Rejects with a LabError if the lab's app can't be asked, and with the signal's reason. Leaves the lab with the links that it had. */
export async function runReport(
  lab: Lab,
  { probes: given, stage = () => {}, signal }: ReportOptions,
): Promise<Report> {
  const { app, servers } = lab.state();
  const own = servers.a.app;
  if (!app || !own)
    throw new LabError(
      "conflict",
      `A report needs an app of your own that runs: ${commandLine("--server <file>")}.`,
    );
  const before: Record<"a" | "b", LinkName> = { a: servers.a.link, b: servers.b.link };
  const events = everythingIn(lab);
  const stop = lab.trace.subscribe((fresh) => events.push(...fresh));
  const scene: Scene = { lab, events, given, urls: app.urls, before: given?.before ?? [] };
  try {
    stage("one");
    await enterStage(lab, "apart");
    const probes = given
      ? given.events.map((one): Probe => ({ ...one, from: "given" }))
      : await discover(scene);
    const references: [Outcome, Outcome][] = [];
    for (const probe of probes) {
      signal?.throwIfAborted();
      references.push([await onOne(scene, probe), await onOne(scene, probe)]);
    }
    const reported = probes.map(
      ({ event, args, from }): ReportedEvent => ({ event, text: describe(args), from, stages: {} }),
    );
    const crashes: Report["crashes"] = [];
    for (const name of stageNames) {
      if (name === "apart" && own.adapter) continue; // it's linked by its own adapter
      stage(name);
      const since = events.length;
      const leave = await enterStage(lab, name);
      for (const [index, probe] of probes.entries()) {
        signal?.throwIfAborted();
        const one = references[index];
        const into = reported[index]?.stages;
        if (one && into) into[name] = await find(scene, name, probe, one);
      }
      await leave();
      for (const one of events.slice(since))
        if (one.type === "server" && one.state === "crashed")
          crashes.push({ stage: name, server: one.server, text: whyEnded(one.reason) });
    }
    const asItIs = own.adapter ? "linked" : "apart";
    return {
      file: app.file,
      socketIo: own.socketIo,
      adapter: own.adapter,
      events: reported,
      crashes,
      silent: reported.filter(({ stages }) => isSilent(stages[asItIs])).map(({ event }) => event),
    };
  } finally {
    stop();
    await restore(lab, before);
  }
}

/** The error, without the lines of its stack. */
function whyEnded(reason = ""): string {
  return clip(/^\w*Error\b.*/m.exec(reason)?.[0] ?? reason);
}

interface Scene {
  lab: Lab;
  /** The lab's trace, which grows. */
  events: TraceEvent[];
  given: ProbesFile | undefined;
  urls: Record<"a" | "b" | "balanced", string>;
  before: readonly Pick<Probe, "event" | "args">[];
}

function isSilent(finding: Finding | undefined): boolean {
  return finding?.verdict === "own-server" || finding?.verdict === "dies" || finding?.verdict === "twice";
}

function everythingIn({ trace }: Lab): TraceEvent[] {
  const events: TraceEvent[] = [];
  for (let page = trace.after(0); page.events.length > 0; page = trace.after(page.next))
    events.push(...page.events);
  return events;
}

/**
 * Finds what the app can be sent: what was seen, and what it listens for once a client is there. Events that let their sender join a
 * room are sent by every client first.
 */
async function discover(scene: Scene): Promise<Probe[]> {
  const { urls, events, lab } = scene;
  const clients = await open(scene, { sender: urls.a, near: urls.a, far: urls.a });
  await settled(lab);
  const probes = probesFromTrace(events);
  const joining: Probe[] = [];
  for (const probe of probes) {
    const since = events.length;
    clients.emit("sender", probe.event, probe.args, probe.ack ? () => {} : undefined);
    await settled(lab);
    if (events.slice(since).some((one) => one.type === "joined" && one.socket === clients.ids.sender))
      joining.push(probe);
  }
  clients.close();
  scene.before = joining;
  return probes.filter((probe) => !joining.includes(probe));
}

/** What an event does when all clients are on one server. */
async function onOne(scene: Scene, probe: Probe): Promise<Outcome> {
  const { a } = scene.urls;
  const clients = await open(scene, { sender: a, near: a, far: a });
  const { outcome } = await send(scene, clients, probe, ackWithinMs / 3);
  clients.close();
  return outcome;
}

async function find(scene: Scene, stage: StageName, probe: Probe, one: [Outcome, Outcome]): Promise<Finding> {
  const { a, b, balanced } = scene.urls;
  const isBalanced = stage === "balanced";
  const since = scene.lab.trace.latest();
  const urls = isBalanced
    ? { sender: balanced, near: balanced, far: balanced }
    : { sender: a, near: a, far: b };
  let clients: ReportClients;
  try {
    clients = await open(scene, urls, isBalanced);
  } catch {
    const trace = { message: null, from: since, to: scene.lab.trace.latest() };
    return { verdict: "dies", why: "not-connected", missed: [], trace };
  }
  const { outcome, from } = await send(scene, clients, probe, one[0].answer === null ? 0 : ackWithinMs);
  clients.close();
  const trace = { message: outcome.message, from, to: scene.lab.trace.latest() };
  const { answer, ...judged } = verdictOf(one, outcome);
  // What an app has stored changes with each event, so one server is asked once more.
  const isStill = answer && (await onOne(scene, probe)).answer === answer.one;
  return { ...judged, ...(isStill && { answer }), trace };
}

/** Opens the clients, and lets each do what comes before. Rejects if one can't connect. */
async function open(scene: Scene, urls: Record<Role, string>, stock = false): Promise<ReportClients> {
  const { lab, events, before, given } = scene;
  await Promise.all([lab.servers.a.start(), lab.servers.b.start()]); // an event may have ended them
  const clients = await openReportClients({ urls, stock, auth: given?.auth, events });
  for (const { event, args } of before) for (const role of roleNames) clients.emit(role, event, args);
  await settled(lab);
  return clients;
}

async function send({ lab, events }: Scene, clients: ReportClients, probe: Probe, waitMs: number) {
  const from = lab.trace.latest() + 1;
  const acked = Promise.withResolvers<void>();
  clients.emit("sender", probe.event, probe.args, probe.ack ? acked.resolve : undefined);
  if (probe.ack) await Promise.race([acked.promise, delay(waitMs, undefined, { ref: false })]);
  await settled(lab);
  const outcome = outcomeOf(
    events.filter(({ seq }) => seq >= from),
    clients.ids,
    probe.event,
  );
  return { outcome, from };
}

/** Resolves once both servers have reported everything and nothing more happens; after 3 s with an app that never pauses. */
async function settled({ servers, trace }: Lab): Promise<void> {
  const end = performance.now() + settleWithinMs;
  let seen = -1;
  while (seen !== trace.latest() && performance.now() < end) {
    seen = trace.latest();
    await delay(quietMs);
    await Promise.all([servers.a.flushed(), servers.b.flushed()]);
  }
}

async function restore({ servers, setBalancer }: Lab, links: Record<"a" | "b", LinkName>): Promise<void> {
  setBalancer({ sticky: false });
  for (const name of ["a", "b"] as const) {
    await servers[name].start();
    await servers[name].setCable({ state: "up" });
    await servers[name].setLink(links[name]);
  }
}
