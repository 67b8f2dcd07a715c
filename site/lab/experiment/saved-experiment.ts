// An experiment in the browser's storage.

import { forget, keep, recall } from "../../storage.ts";
import { firstMet, following, isKept, type Kept } from "./prediction.ts";

/** Undefined when nothing valid is saved by this key. */
export const loadExperiment = (key: string): Kept | undefined => recall(key, isKept);

/** That its check was met once is never forgotten: not by another prediction, and not by a run that fails. */
export function saveExperiment(key: string, state: Pick<Kept, "predicted" | "results" | "passed">): void {
  const before = loadExperiment(key);
  if (state.predicted === null && !state.results && firstMet(before) === undefined) forget(key);
  else keep(key, following(before, state, Date.now()));
}
