// The state of a lab's server, and what a server gets from its lab.
import type { CableState, LinkName, Observation, ServerName, ServerState } from "../../protocol.ts";
import type { ServerProcess } from "../child/server-process.ts";
import { now } from "../clock.ts";
import type { OwnCode } from "../code-change/own-code.ts";
import { LabError } from "../errors.ts";
import type { Pool } from "../process-pool.ts";
import type { RawObservation } from "../process-protocol.ts";
import type { LabRedis } from "../redis/lab-redis.ts";

export interface LabServerContext {
  lab: string;
  /** For Socket.IO clients. */
  path: string;
  /** Put before every Redis channel and key of this lab. */
  prefix: string;
  /** Whether its processes run an app of the user's own. */
  isApp: boolean;
  redis: LabRedis;
  pool: Pick<Pool, "take" | "replace">;
  /** A process that doesn't listen after this time is ended. */
  startWithinMs: number;
  newSocketPath: () => string;
  /** Adds an observation to the trace; `t` is on the machine's clock, in ms. */
  note: (t: number, observation: Observation) => void;
  /** Called with what the process observed, complete up to `until`. */
  observed: (observations: RawObservation[], until: number) => void;
  /** Called with the files of an app that were loaded, also when it then failed. */
  loaded: (files: string[]) => void;
  /** Called when a process begins to observe. */
  started: () => void;
  /** Called when a process has ended. */
  ended: (reason: string) => void;
}

/** The current state of a server. The link, the cable and the code stay when the process ends. */
export interface ServerStatus {
  readonly name: ServerName;
  process: ServerProcess | null;
  socketPath: string;
  state: ServerState["state"];
  link: LinkName;
  cable: Pick<CableState, "state" | "delayMs">;
  /** The learner's own, which the next process runs, too. */
  code: OwnCode | null;
  /** Whether an app of the user's own keeps its own adapter, in the next process, too. */
  ownAdapter: boolean;
  /** A process that is to replace `process` once it has loaded new code. */
  fresh: ServerProcess | null;
  /** Whether the learner killed it, and it didn't crash. */
  isKilled: boolean;
  /** Whether its lab has ended. */
  isClosed: boolean;
}

/** Throws a LabError if the server's lab has ended: a call that was slow to arrive must not start a process that nobody ends. */
export function refuseIfClosed({ isClosed }: ServerStatus): void {
  if (isClosed) throw new LabError("not_found", "This lab has ended. Open another: POST /api/labs");
}

/** Enters a state, and adds it to the trace. */
export function enterState(
  server: ServerStatus,
  { note }: LabServerContext,
  state: ServerState["state"],
  reason?: string,
): void {
  server.state = state;
  const pid = server.process?.pid ?? null;
  note(now(), { type: "server", server: server.name, state, pid, ...(reason && { reason }) });
}
