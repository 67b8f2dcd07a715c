// An experiment in the browser's storage.

import { forget, load, save } from "../../storage.ts";
import { fits } from "../predict/choose.ts";
import type { Asked } from "./experiment-spec.ts";
import { firstMet, following, isKept, type Kept } from "./prediction.ts";

const loadExperiment = (key: string): Kept | undefined => load(key, isKept);

/**
 * What is saved under this key; undefined if it isn't valid, or answers another question than the lesson asks now. Results of another
 * kind of question are left out.
 */
export function restoreExperiment(
  key: string,
  { predict, clients }: Pick<Asked, "predict" | "clients">,
): (Kept & Required<Pick<Kept, "results">>) | undefined {
  const saved = loadExperiment(key);
  if (!saved || !fits(predict, clients, saved.predicted)) return undefined;
  const isJudged = (saved.was !== undefined) === (predict.kind !== "hears");
  return { ...saved, results: (isJudged && saved.results) || [] };
}

/** Keeps when the check was first met, whatever is predicted or fails later. */
export function saveExperiment(
  key: string,
  state: Pick<Kept, "predicted" | "results" | "was" | "passed">,
): void {
  const before = loadExperiment(key);
  if (state.predicted === null && !state.results && firstMet(before) === undefined) forget(key);
  else save(key, following(before, state, Date.now()));
}
