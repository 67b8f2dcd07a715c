import { firstMetAt } from "../../lab/experiment/prediction.ts";
import { readExperiments, writeExperiment } from "../../progress/store.ts";

/** Counts an experiment's goal as met, by somebody else in the same lab. What was predicted, or met before, stays. */
export function countMet(key: string, at: number): void {
  const kept = readExperiments()[key];
  if (firstMetAt(kept) === undefined) writeExperiment(key, { predicted: null, ...kept, at, metAt: at });
}
