// What an experiment keeps in the browser: the prediction, and what happened.

import type { Result } from "./derive/outcome.ts";

export interface Kept {
  /** Clients that were said to hear it; null while nothing was said, or when it was run without a prediction. */
  predicted: readonly string[] | null;
  /** By the client's name. */
  results?: readonly (readonly [string, Result])[];
  passed?: boolean;
}

export function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null || !("predicted" in value)) return false;
  const { predicted, results = [] } = value as { predicted: unknown; results?: unknown };
  return (
    (predicted === null ||
      (Array.isArray(predicted) && predicted.every((name) => typeof name === "string"))) &&
    Array.isArray(results) &&
    results.every(
      (one) => Array.isArray(one) && typeof one[0] === "string" && typeof one[1]?.got === "string",
    )
  );
}

/** One key a lesson and experiment, the same in both languages. */
export const keyFor = (path: string, id: string) =>
  `experiment:${path.replace(/^\/zh-cn\//, "/").replace(/\/(index\.html)?$/, "")}#${id}`;
