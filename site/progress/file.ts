// Progress as a file: what "Export" writes and "Import" reads, on this machine or another.

import { type Attempt, isAttempt, mergeAttempts } from "../lab/exercise/attempt.ts";
import { firstMetAt, isSavedExperiment, type SavedExperiment } from "../lab/experiment/prediction.ts";
import { mergeQuiz, type SavedQuiz, validAnswers } from "../quiz/saved-answers.ts";
import { isNote, type Note } from "./notes.ts";

export interface ProgressFile {
  /** Says what kind of file this is. */
  crosstalk: "progress";
  version: 1;
  exportedAt: string;
  /** By `lesson#experiment`. */
  experiments: Record<string, SavedExperiment>;
  /** By `lesson#exercise`; not in files that older versions wrote. */
  attempts: Record<string, Attempt>;
  /** By lesson. */
  notes: Record<string, Note>;
  /** By `series:question`; not in files that older versions wrote. */
  quiz: SavedQuiz;
}

export type Read =
  | { ok: true; file: ProgressFile }
  | { ok: false; problem: "not-json" | "not-progress" }
  | { ok: false; problem: "version"; version: string };

const lesson = /^[a-z0-9-]+$/;
const experiment = /^[a-z0-9-]+#[a-z][a-z0-9-]*$/;

/** Reads a file's text. Skips anything that isn't in this form. */
export function readFile(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: "not-json" };
  }
  if (!isRecord(value) || value.crosstalk !== "progress") return { ok: false, problem: "not-progress" };
  if (value.version !== 1) return { ok: false, problem: "version", version: String(value.version) };
  const { exportedAt, experiments, attempts, notes, quiz } = value;
  return {
    ok: true,
    file: {
      crosstalk: "progress",
      version: 1,
      exportedAt: String(exportedAt),
      experiments: only(experiments, experiment, isSavedExperiment),
      attempts: only(attempts, experiment, isAttempt),
      notes: only(notes, lesson, isNote),
      quiz: isRecord(quiz) ? validAnswers(quiz) : {},
    },
  };
}

type Contents = Pick<ProgressFile, "experiments" | "attempts" | "notes" | "quiz">;

/** Combines both: the later version of each entry, and the first time a check was met or code accepted. */
export function merge(mine: Contents, theirs: Contents): Contents {
  return {
    experiments: {
      ...mine.experiments,
      ...mapValues(theirs.experiments, (kept, key) => later(mine.experiments[key], kept)),
    },
    attempts: {
      ...mine.attempts,
      ...mapValues(theirs.attempts, (attempt, key) => mergeAttempts(mine.attempts[key], attempt)),
    },
    notes: { ...mine.notes, ...mapValues(theirs.notes, (note, key) => newest(mine.notes[key], note)) },
    quiz: mergeQuiz(mine.quiz, theirs.quiz),
  };
}

function later(mine: SavedExperiment | undefined, theirs: SavedExperiment): SavedExperiment {
  const metAt = earliest(firstMetAt(mine), firstMetAt(theirs));
  return { ...newest(mine, theirs), ...(metAt !== undefined && { metAt }) };
}

function newest<Thing extends { at?: number }>(mine: Thing | undefined, theirs: Thing): Thing {
  return mine && (mine.at ?? 0) >= (theirs.at ?? 0) ? mine : theirs;
}

/** A known time wins over null, a time that wasn't saved. */
function earliest(one: number | null | undefined, other: number | null | undefined) {
  const known = [one, other].filter((time) => typeof time === "number");
  if (known.length > 0) return Math.min(...known);
  return one === undefined ? other : one;
}

function only<Value>(
  value: unknown,
  name: RegExp,
  isValid: (value: unknown) => value is Value,
): Record<string, Value> {
  if (!isRecord(value)) return {};
  const valid = Object.entries(value).filter(
    (entry): entry is [string, Value] => name.test(entry[0]) && isValid(entry[1]),
  );
  return Object.fromEntries(valid);
}

function mapValues<Value>(all: Record<string, Value>, change: (value: Value, key: string) => Value) {
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [key, change(value, key)]));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
