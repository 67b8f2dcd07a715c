// What this browser has saved of each experiment, with what its last run showed.
import { hasReceived } from "../../lab/derive/result.ts";
import type { SavedExperiment } from "../../lab/experiment/prediction.ts";
import { readExperiments, readProgress, type StepProgress } from "../../progress/store.ts";

export interface Answered extends StepProgress {
  /** The right answer, as the last run showed it; undefined before. */
  happened?: readonly string[] | undefined;
}

/** By `lesson#experiment`. */
export function readAnswers(): Record<string, Answered> {
  const saved = readExperiments();
  return Object.fromEntries(
    Object.entries(readProgress()).map(([key, step]) => {
      const kept = saved[key];
      return [key, { ...step, happened: kept && happenedIn(kept) }];
    }),
  );
}

/** The right answer, as the last run showed it; undefined before. */
export function happenedIn({ results = [], was }: SavedExperiment): readonly string[] | undefined {
  if (results.length === 0) return undefined;
  return was ?? results.flatMap(([name, result]) => (hasReceived(result) ? [name] : []));
}
