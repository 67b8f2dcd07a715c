// An experiment in the browser's storage.

import { forget, load, save } from "../../storage.ts";
import { isAnswerTo } from "../predict/chosen-answer.ts";
import type { ExperimentSpec } from "./experiment-spec.ts";
import { firstMetAt, isSavedExperiment, type SavedExperiment } from "./prediction.ts";

const loadExperiment = (key: string): SavedExperiment | undefined => load(key, isSavedExperiment);

/**
 * What is saved under this key; undefined if it isn't valid, or answers another question than the lesson asks now. Results of another
 * kind of question are left out.
 */
export function restoreExperiment(
  key: string,
  { predict, clients }: Pick<ExperimentSpec, "predict" | "clients">,
): (SavedExperiment & Required<Pick<SavedExperiment, "results">>) | undefined {
  const saved = loadExperiment(key);
  if (!saved || !isAnswerTo(predict, clients, saved.predicted)) return undefined;
  const isJudged = (saved.was !== undefined) === (predict.kind !== "hears");
  return { ...saved, results: (isJudged && saved.results) || [] };
}

/** Keeps when the check was first met, whatever is predicted or fails later. */
export function saveExperiment(
  key: string,
  state: Pick<SavedExperiment, "predicted" | "results" | "was" | "passed">,
): void {
  const before = loadExperiment(key);
  if (state.predicted === null && !state.results && firstMetAt(before) === undefined) forget(key);
  else save(key, withRun(before, state, Date.now()));
}

/** The entry to save after `now` happened at the time `at`. */
export function withRun(
  before: SavedExperiment | undefined,
  now: Pick<SavedExperiment, "predicted" | "results" | "was" | "passed">,
  at: number,
): SavedExperiment {
  const met = firstMetAt(before);
  const metAt = met === undefined && now.passed ? at : met;
  return { ...now, at, ...(metAt !== undefined && { metAt }) };
}
