// A learner's work on an exercise, as it's saved in the browser and in a progress file.

import { codeFiles, maxCodeLength } from "../../../servers/protocol.ts";
import { load, loadAll, save } from "../../storage.ts";
import { stepOf } from "../experiment/step-key.ts";
import type { CodeFiles } from "../live/api-client.ts";

export interface Attempt {
  /** The learner's text of each file. */
  files: CodeFiles;
  /** What was last sent to the servers, and the print they gave it. */
  ran?: { files: CodeFiles; print: string };
  /** When it was first accepted, in milliseconds since 1970. */
  passedAt?: number;
  /** When it last changed. */
  at: number;
}

const keys = "exercise:";

/** The key of a lesson's exercise, the same in both languages. */
export const keyFor = (path: string, id: string): string => `${keys}/${stepOf(path, id)}`;

export function isAttempt(value: unknown): value is Attempt {
  if (typeof value !== "object" || value === null) return false;
  const { files, ran, passedAt, at } = value as Partial<Record<keyof Attempt, unknown>>;
  return (
    areFiles(files) &&
    (ran === undefined || isRan(ran)) &&
    (passedAt === undefined || Number.isFinite(passedAt)) &&
    Number.isFinite(at)
  );
}

export const loadAttempt = (key: string): Attempt | undefined => load(key, isAttempt);

/** What was written for every exercise, by `lesson#exercise`. */
export const loadAttempts = (): Record<string, Attempt> =>
  loadAll(keys, isAttempt, (rest) => rest.replace(/^\//, ""));

/** Saves what was read by `loadAttempts`, here or in another browser. */
export const saveAttempts = (attempts: Readonly<Record<string, Attempt>>): void => {
  for (const [key, attempt] of Object.entries(attempts)) save(`${keys}/${key}`, attempt);
};

/** Returns whether it's saved. */
export const saveAttempt = (key: string, attempt: Attempt): boolean => save(key, attempt);

/** Merges two attempts: keeps the later text, and the first time it was accepted. */
export function mergeAttempts(mine: Attempt | undefined, theirs: Attempt): Attempt {
  const latest = mine && mine.at >= theirs.at ? mine : theirs;
  const times = [mine?.passedAt, theirs.passedAt].filter((time) => time !== undefined);
  return times.length ? { ...latest, passedAt: Math.min(...times) } : latest;
}

/** Whether two sets of files have the same names and texts. */
export const areSame = (one: CodeFiles, other: CodeFiles): boolean =>
  codeFiles.every((file) => one[file] === other[file]);

function areFiles(value: unknown): value is CodeFiles {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).every(
      ([file, text]) =>
        codeFiles.some((name) => name === file) && typeof text === "string" && text.length <= maxCodeLength,
    )
  );
}

function isRan(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("files" in value && "print" in value)) return false;
  return areFiles(value.files) && typeof value.print === "string";
}
