// An experiment in the browser's storage.

import { forget, load, save } from "../../storage.ts";
import { firstMet, following, isKept, type Kept } from "./prediction.ts";

/** Undefined if nothing valid is saved under this key. */
export const loadExperiment = (key: string): Kept | undefined => load(key, isKept);

/** Keeps when the check was first met, whatever is predicted or fails later. */
export function saveExperiment(key: string, state: Pick<Kept, "predicted" | "results" | "passed">): void {
  const before = loadExperiment(key);
  if (state.predicted === null && !state.results && firstMet(before) === undefined) forget(key);
  else save(key, following(before, state, Date.now()));
}
