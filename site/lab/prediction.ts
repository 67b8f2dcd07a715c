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

/** Which experiment a message belongs to, so that one message answers one question. */
const claims = new Map<string, string>();
let awaited: string | undefined;

/** The next message is this experiment's; undefined: whose prediction fits first. */
export function expectFor(experiment: string | undefined): void {
  awaited = experiment;
}

export function claim(message: string, experiment: string): boolean {
  if (awaited !== undefined && awaited !== experiment) return false;
  const owner = claims.get(message) ?? experiment;
  claims.set(message, owner);
  return owner === experiment;
}
