// A or B of one lab: which process it is now, how it is linked, and what its cable is like; all of it outlives the process.
import { rmSync } from "node:fs";
import type { Socket } from "node:net";
import type { CableState, LinkName, Observation, ServerName, ServerState } from "../protocol.ts";
import type { ServerProcess } from "./child/server-process.ts";
import { now } from "./clock.ts";
import { CallFailed, LabError } from "./errors.ts";
import { answerWithinMs, type Pool } from "./pool.ts";
import type { RawObservation } from "./process-protocol.ts";
import type { LabRedis } from "./redis/lab-redis.ts";
import { inTime, within } from "./within.ts";

export interface LabServer {
  state: () => ServerState;
  cable: () => CableState;
  /** Starts the process unless it runs; resolves when it listens, linked as it was before. */
  start: () => Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill: () => Promise<void>;
  setLink: (link: LinkName) => Promise<void>;
  setCable: (change: Partial<Pick<CableState, "state" | "delayMs">>) => Promise<void>;
  /** Where the process takes HTTP requests; a LabError when it does not run. */
  socketPath: () => string;
  upgrade: (head: string, socket: Socket) => void;
  mark: () => void;
}

export interface LabServerContext {
  lab: string;
  /** Put before every Redis channel and key of this lab. */
  prefix: string;
  redis: LabRedis;
  pool: Pick<Pool, "take" | "replace">;
  /** A process that doesn't listen after so long is ended. */
  startWithinMs: number;
  newSocketPath: () => string;
  /** Told on the machine's clock. */
  note: (t: number, observation: Observation) => void;
  observed: (observations: RawObservation[], until: number) => void;
  started: () => void;
  ended: (reason: string) => void;
}

/** How long Redis may take to answer before a link is given up; long enough for a laptop that a whole class shares. */
const linkWithinMs = 5000;

export function createLabServer(name: ServerName, context: LabServerContext): LabServer {
  const { note } = context;
  const label = name.toUpperCase();
  let process: ServerProcess | null = null;
  let socketPath = "";
  let state: ServerState["state"] = "stopped";
  let link: LinkName = "none";
  let cable: Pick<CableState, "state" | "delayMs"> = { state: "up", delayMs: 0 };
  let starting: Promise<void> | null = null;
  let killed = false;

  function enter(next: ServerState["state"], reason?: string): void {
    state = next;
    const pid = process?.pid ?? null;
    note(now(), { type: "server", server: name, state, pid, ...(reason && { reason }) });
  }

  async function run(): Promise<void> {
    killed = false;
    await within(context.startWithinMs, startProcess(), () => {
      const why = `Server ${label} did not start within ${context.startWithinMs / 1000} s, and its process was ended`;
      void process?.kill(why);
      return new LabError("unavailable", `${why}. Try again, after closing some labs or other programs.`);
    });
    enter("running");
  }

  async function startProcess(): Promise<void> {
    let mine = context.pool.take();
    const mustAnswer = mine.isReady(); // it only has to answer; another one has to load first
    let begun = begin(mine);
    if (mustAnswer && !(await inTime(answerWithinMs, begun)) && !killed) {
      mine = context.pool.replace(mine);
      begun = begin(mine);
    }
    await begun;
    // Before that it sees nothing and answers nothing, so nobody has to wait for what it saw.
    context.started();
    // Linked first: a client that gets in would else talk past the other server's.
    if (link !== "none") await relink(mine, link);
    await mine.listen();
  }

  function begin(mine: ServerProcess): Promise<void> {
    process = mine;
    socketPath = context.newSocketPath();
    const work = { name, prefix: context.prefix, redisUrl: context.redis.url, socketPath, cable };
    enter("starting");
    return mine.start(work, {
      observed: (observations, until) => {
        if (process === mine) context.observed(observations, until);
      },
      log: (stream, text) => note(now(), { type: "log", server: name, stream, text }),
      exited({ code, signal, lastWords }) {
        rmSync(work.socketPath, { force: true }); // a process that was killed leaves it
        if (process !== mine) return; // it hung, and was replaced
        process = null;
        const how = signal ?? `exit code ${code}`;
        const reason = lastWords && !killed ? `${how}: ${lastWords}` : how;
        enter(killed ? "stopped" : "crashed", reason);
        context.ended(how);
      },
    });
  }

  /** A server that is started again takes up its link; where Redis cannot be reached, it goes on without. */
  async function relink(mine: ServerProcess, wanted: LinkName): Promise<void> {
    try {
      await mine.setLink(wanted, linkWithinMs);
    } catch (error) {
      if (process !== mine) throw error; // it was killed meanwhile, and keeps its link for the next start
      link = "none";
      note(now(), { type: "link", server: name, link });
      const text = `not linked by ${wanted}: ${whyNotLinked(error)}. This server goes on without a link`;
      note(now(), { type: "log", server: name, stream: "err", text });
    }
  }

  function running(): ServerProcess {
    if (process && state === "running") return process;
    const path = `/api/labs/${context.lab}/servers/${name}/start`;
    throw new LabError(
      "conflict",
      `Server ${label} is ${state}, and this needs it running. Start it: POST ${path}`,
    );
  }

  function notLinked(wanted: LinkName, why: string): LabError {
    return new LabError(
      "conflict",
      `Server ${label} could not be linked by ${wanted}: ${why}. Its link is still ${link}.`,
    );
  }

  return {
    state: () => ({
      name,
      pid: process?.pid ?? null,
      state,
      link,
      path: `/labs/${context.lab}/${name}/socket.io/`,
    }),
    cable: () => ({ name, ...cable }),
    start() {
      if (process && !starting) return Promise.resolve();
      starting ??= run().finally(() => {
        starting = null;
      });
      return starting;
    },
    async kill() {
      killed = true;
      await process?.kill();
    },
    async setLink(next) {
      refuseUnsupported(next, context.redis);
      const mine = running();
      if (next === link) return;
      if (next !== "none" && cable.state !== "up") {
        throw notLinked(next, `its cable is set to ${cable.state}. Set the cable to up first`);
      }
      try {
        await mine.setLink(next, linkWithinMs);
      } catch (error) {
        if (!(error instanceof LabError) || state !== "running") throw error;
        throw notLinked(next, whyNotLinked(error));
      }
      link = next;
      note(now(), { type: "link", server: name, link });
    },
    async setCable(change) {
      const next = { ...cable, ...change };
      // A server that is down takes the cable as it is when it starts.
      await process?.setCable(next);
      cable = next;
      note(now(), { type: "cable", server: name, ...cable });
    },
    socketPath() {
      running();
      return socketPath;
    },
    upgrade: (head, socket) => running().upgrade(head, socket),
    mark: () => process?.mark(),
  };
}

function whyNotLinked(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof CallFailed)) return message;
  switch (error.by) {
    case "refusal":
      return `Redis answered: ${message}`;
    case "timeout":
      return `Redis did not answer within ${linkWithinMs} ms. Look at Redis`;
    case "error":
      return `Redis could not be asked: ${message}. Look at Redis`;
  }
}

function refuseUnsupported(link: LinkName, { supports, state }: LabRedis): void {
  if (!(link === "sharded" || link === "streams") || supports[link]) return;
  const { kind, version } = state();
  const needs =
    link === "sharded" ? "sharded Pub/Sub, which Redis has since 7.0" : "streams, which Redis has since 5.0";
  const has = kind === "embedded" ? "the embedded broker has Pub/Sub only" : `this is Redis ${version}`;
  throw new LabError(
    "conflict",
    `The link ${link} needs ${needs}; ${has}. Install redis-server (or set REDIS_URL to a newer Redis) and start Crosstalk again.`,
  );
}
