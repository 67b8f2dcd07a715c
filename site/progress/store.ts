// This browser's progress: each experiment of the course, and the learner's notes on its lessons.
//
//   crosstalk:1:experiment:/03-two-servers#broadcast   what was predicted, what happened, when its check was met
//   crosstalk:1:exercise:/06-a-bridge-by-hand#rooms    what was written for an exercise, and when it was accepted
//   crosstalk:1:note:03-two-servers                    a note
//   crosstalk:1:quiz:own:late                          what was answered in the quiz

import { onRouteChosen } from "../course/chosen-route.ts";
import {
  firstMetAt,
  isRight,
  isSavedExperiment,
  type SavedExperiment,
} from "../lab/experiment/prediction.ts";
import { forget, loadAll, onSaved, save, savedKeys } from "../storage.ts";

export interface StepProgress {
  /** The clients that were predicted to hear it, by name, or another answer's tokens; empty means "nobody", null no prediction. */
  predicted: readonly string[] | null;
  /** Whether the prediction matches what happened; undefined if one of the two is missing. */
  isRight?: boolean | undefined;
  /** Whether its check was met, in the last run or an earlier one. */
  passed: boolean;
  /** When it last changed, in milliseconds since 1970; null if that wasn't saved. */
  at: number | null;
  /** When its check was first met; null if it never was, or the time wasn't saved. */
  metAt: number | null;
}

const experimentKeys = "experiment:";
// Read in notes.ts and in site/lab/exercise/attempt.ts, which few pages need.
const exerciseKeys = "exercise:";
export const noteKeys = "note:";
/** Read in site/quiz/saved-answers.ts. */
export const quizKeys = "quiz:";
/** Preferences that are saved next to the progress and wiped with it. */
const comforts = ["layout", "panel", "own-rooms", "wire", "costs"];

/** Every experiment of the course the learner has tried, by `lesson#experiment`, e.g. `03-two-servers#broadcast`. */
export function readProgress(): Record<string, StepProgress> {
  return Object.fromEntries(Object.entries(readExperiments()).map(([key, kept]) => [key, reached(kept)]));
}

/** Calls `listener` whenever an experiment or a note changes, in this tab or another; returns an unsubscribe function. */
export const onProgress = (listener: () => void): (() => void) =>
  endAll([experimentKeys, noteKeys].map((keys) => onSaved(keys, listener)));

/** Calls `read` now, and whenever the progress or the chosen route changes; returns a function that ends that. */
export function followRoute(read: () => void): () => void {
  read();
  return endAll([onProgress(read), onRouteChosen(read)]);
}

function endAll(ends: readonly (() => void)[]): () => void {
  return () => {
    for (const end of ends) end();
  };
}

/** The saved entries, by `lesson#experiment`. */
export function readExperiments(): Record<string, SavedExperiment> {
  return loadAll(experimentKeys, isSavedExperiment, (rest) => rest.replace(/^\//, ""));
}

export function writeExperiment(key: string, kept: SavedExperiment): void {
  save(`${experimentKeys}/${key}`, kept);
}

/** Deletes progress, predictions, code, notes, the quiz's answers and layout. Doesn't affect the lab. */
export function wipe(): void {
  for (const keys of [experimentKeys, exerciseKeys, noteKeys, quizKeys, ...comforts])
    for (const key of savedKeys(keys)) forget(key);
}

function reached(kept: SavedExperiment): StepProgress {
  const met = firstMetAt(kept);
  return {
    predicted: kept.predicted,
    isRight: isRight(kept),
    passed: met !== undefined,
    at: kept.at ?? null,
    metAt: met ?? null,
  };
}
