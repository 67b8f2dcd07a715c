// A run that really happened, as a file: one step of a lesson or one scenario of the playground, from the opening of its lab until
// nothing more was to come.
//
//   npm run record ──▶ lessons/recordings/<redis>/<page>/<step>.json ──openRecording()──▶ Recording ──▶ derive/, checks/

import type { RedisState, ServerName, ServerState, TraceEvent, Versions } from "../../../servers/protocol.ts";
import type { Result } from "../derive/result.ts";
import type { Action, Target } from "../steps/actions.ts";

/** Increases when an older page can't read what this one's recorder writes. */
export const version = 1;

/** What was done: a step of a lesson, or a scenario. */
export interface Script {
  /** The page and the step: `03-two-servers#silence`, `playground#silence`. */
  of: string;
  setup: Target;
  run: readonly Action[];
  /** The clients that it's about. */
  clients: readonly string[];
  /** The check that judges it; a scenario has none. */
  check?: string;
}

/** What the page saw besides the trace. `at` is on the lab's clock. */
export type PageNote = { at: number } & (
  | { is: "refused"; client: string; why: string }
  | { is: "let-in"; client: string }
  /** A line typed into the Redis console, and what it printed. */
  | { is: "typed"; line: string }
  | { is: "said"; lines: readonly string[] }
);

/** When and with what a recording was made. */
export interface RecordingFacts {
  /** The day in UTC: `2026-11-28`. */
  on: string;
  node: string;
  redis: Pick<RedisState, "kind" | "version">;
  versions: Versions;
}

/** A lab when it was opened, as far as `pictureOf` needs it. */
export interface InitialLab {
  servers: Record<ServerName, Pick<ServerState, "state" | "pid" | "link">>;
}

export interface Recording extends Script, RecordingFacts {
  opened: InitialLab;
  /** The last event of the trace before the run. */
  began: number;
  /** For each action of the run, the last event before it; and the last event when all had taken effect. */
  steps: readonly number[];
  /** The lab's clock when nothing more was to come. */
  ended: number;
  /** What its message brought each client, by name, and whether the check was met. Scenarios have no verdict. */
  verdict?: { passed: boolean; results: readonly (readonly [string, Result])[] };
  notes: readonly PageNote[];
  events: readonly TraceEvent[];
}

/** Its file, in the folder of its Redis. */
export const fileOf = (of: string): string => `${of.replace("#", "/")}.json`;
