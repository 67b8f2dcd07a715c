// An exercise: files to change, and what clients must then see. It's judged by what they hear, never by its text.

import type { CodeFile } from "../../../servers/protocol.ts";
import type { CodeFiles } from "../live/api-client.ts";
import type { Action, Target } from "../steps/actions.ts";

/** What a run must bring. */
export type Expectation =
  /** What was sent, exactly once, to these clients and to no other. */
  | { heardBy: readonly string[] }
  /** An acknowledgement for the client that asked, which lists every client of the lab once, and nothing else. */
  | { listed: "everyone" };

export interface Trial {
  /** What differs from the exercise's own setup. */
  setup?: Target;
  /** Each `#` in what is sent becomes a random number, which no code can know beforehand. */
  run: readonly Action[];
  expect: Expectation;
}

/** Replaces text in a file; each `from` is there once. */
export interface Edit {
  from: string;
  to: string;
}
export type Edits = Readonly<Partial<Record<CodeFile, readonly Edit[]>>>;

export interface Exercise {
  /** The files that open in the editor; all others keep the lessons' text. */
  files: readonly [CodeFile, ...CodeFile[]];
  /** The lines shown before the editor opens: a region of the first file. */
  region: string;
  /** What the learner begins with, made from the lessons' files. */
  start: Edits;
  /** A solution that is accepted, made from the lessons' files. */
  solution: Edits;
  setup: Target;
  trials: readonly Trial[];
}

/** The text of each of an exercise's files. */
export interface ExerciseTexts {
  start: CodeFiles;
  solution: CodeFiles;
}

/** `read` returns a file of the chat server. Throws if an edit doesn't fit the file. */
export function textsOf(
  { files, start, solution }: Exercise,
  read: (file: CodeFile) => string,
): ExerciseTexts {
  const texts = (edits: Edits): CodeFiles =>
    Object.fromEntries(
      files.map((file) => [file, unmarked(applyEdits(read(file), edits[file] ?? [], file))]),
    );
  return { start: texts(start), solution: texts(solution) };
}

/** The text with these edits. Throws if one doesn't fit. */
export function applyEdits(text: string, edits: readonly Edit[], file: string): string {
  let result = text;
  for (const { from, to } of edits) {
    if (result.split(from).length !== 2)
      throw new Error(`servers/chat/${file}: an exercise replaces a text that is not there once: ${from}`);
    result = result.replace(from, () => to);
  }
  return result;
}

/** Without the comments that mark regions. */
const unmarked = (text: string): string => text.replace(/^\s*\/\/ #(end)?region .*\n/gm, "");

/** The action with a number instead of each `#` in what it sends. */
export function withNumber(action: Action, number: number): Action {
  return "event" in action ? { ...action, data: filled(action.data, number) } : action;
}

function filled(value: unknown, number: number): unknown {
  if (typeof value === "string") return value.replaceAll("#", String(number));
  if (Array.isArray(value)) return value.map((one) => filled(one, number));
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, number)]));
}
