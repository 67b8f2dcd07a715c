// Starts the process of a lab's server: takes one from the pool, gives it its work, and links it before clients come.
import { rmSync } from "node:fs";
import type { CableState, LinkName, Observation, ServerName, ServerState } from "../protocol.ts";
import type { ServerProcess } from "./child/server-process.ts";
import { now } from "./clock.ts";
import { LabError } from "./errors.ts";
import { linkWithinMs, whyNotLinked } from "./link-errors.ts";
import { answerWithinMs, type Pool } from "./pool.ts";
import type { RawObservation } from "./process-protocol.ts";
import type { LabRedis } from "./redis/lab-redis.ts";
import { inTime, within } from "./within.ts";

export interface LabServerContext {
  lab: string;
  /** Put before every Redis channel and key of this lab. */
  prefix: string;
  redis: LabRedis;
  pool: Pick<Pool, "take" | "replace">;
  /** A process that doesn't listen after this time is ended. */
  startWithinMs: number;
  newSocketPath: () => string;
  /** Adds an observation to the trace; `t` is on the machine's clock, in ms. */
  note: (t: number, observation: Observation) => void;
  /** Called with what the process observed, complete up to `until`. */
  observed: (observations: RawObservation[], until: number) => void;
  /** Called when a process begins to observe. */
  started: () => void;
  /** Called when a process has ended. */
  ended: (reason: string) => void;
}

/** What is known of a server now. The link and the cable stay when the process ends. */
export interface ServerStatus {
  readonly name: ServerName;
  process: ServerProcess | null;
  socketPath: string;
  state: ServerState["state"];
  link: LinkName;
  cable: Pick<CableState, "state" | "delayMs">;
  /** Whether the learner killed it, and it didn't crash. */
  isKilled: boolean;
}

/** Resolves once the process listens, linked as before. Throws a LabError when it doesn't within `startWithinMs`. */
export async function startServer(server: ServerStatus, context: LabServerContext): Promise<void> {
  server.isKilled = false;
  await within(context.startWithinMs, startProcess(server, context), () => {
    const label = server.name.toUpperCase();
    const why = `Server ${label} did not start within ${context.startWithinMs / 1000} s, and its process was ended`;
    void server.process?.kill(why);
    return new LabError("unavailable", `${why}. Close some labs or other programs, and try again.`);
  });
  enter(server, context, "running");
}

async function startProcess(server: ServerStatus, context: LabServerContext): Promise<void> {
  let mine = context.pool.take();
  const isLoaded = mine.isReady(); // then it only has to answer; otherwise it has to load first
  let begun = begin(server, context, mine);
  if (isLoaded && !(await inTime(answerWithinMs, begun)) && !server.isKilled) {
    mine = context.pool.replace(mine);
    begun = begin(server, context, mine);
  }
  await begun;
  // Not before: until now it has observed nothing, and others would wait for it.
  context.started();
  // Apply the link before listening, or early clients would not reach the other server.
  if (server.link !== "none") await relink(server, context, mine);
  await mine.listen();
}

function begin(server: ServerStatus, context: LabServerContext, mine: ServerProcess): Promise<void> {
  const { name, cable } = server;
  const socketPath = context.newSocketPath();
  Object.assign(server, { process: mine, socketPath });
  enter(server, context, "starting");
  const work = { name, prefix: context.prefix, redisUrl: context.redis.url, socketPath, cable };
  return mine.start(work, {
    observed: (observations, until) => {
      if (server.process === mine) context.observed(observations, until);
    },
    log: (stream, text) => context.note(now(), { type: "log", server: name, stream, text }),
    exited({ code, signal, lastWords }) {
      rmSync(socketPath, { force: true }); // a killed process leaves it
      if (server.process !== mine) return; // it hung, and was replaced
      server.process = null;
      const how = signal ?? `exit code ${code}`;
      const reason = lastWords && !server.isKilled ? `${how}: ${lastWords}` : how;
      enter(server, context, server.isKilled ? "stopped" : "crashed", reason);
      context.ended(how);
    },
  });
}

/** Applies the server's link again. If Redis cannot be reached, the server goes on with the link "none". */
async function relink(server: ServerStatus, { note }: LabServerContext, mine: ServerProcess): Promise<void> {
  const { name, link } = server;
  try {
    await mine.setLink(link, linkWithinMs);
  } catch (error) {
    if (server.process !== mine) throw error; // it was killed meanwhile, and keeps its link for the next start
    server.link = "none";
    note(now(), { type: "link", server: name, link: server.link });
    const text = `not linked by ${link}: ${whyNotLinked(error)}. This server goes on without a link`;
    note(now(), { type: "log", server: name, stream: "err", text });
  }
}

function enter(
  server: ServerStatus,
  { note }: LabServerContext,
  state: ServerState["state"],
  reason?: string,
): void {
  server.state = state;
  const pid = server.process?.pid ?? null;
  note(now(), { type: "server", server: server.name, state, pid, ...(reason && { reason }) });
}
