// What an experiment stores in the browser: the prediction, what happened, and when.

import { hasGot, type Result } from "../derive/result.ts";

export interface Kept {
  /** Clients predicted to hear it; null without a prediction. */
  predicted: readonly string[] | null;
  /** By the client's name. */
  results?: readonly (readonly [string, Result])[];
  /** Whether these results met the check. */
  passed?: boolean;
  /** When it last changed, in milliseconds since 1970. Absent in entries saved by older versions. */
  at?: number;
  /** When the check was first met; null if the time wasn't saved. Later runs don't change it. */
  metAt?: number | null;
}

const gots: readonly Result["got"][] = ["heard", "delivered", "answer", "nothing"];

export function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null || !("predicted" in value)) return false;
  const { predicted, results = [], passed = false, at = 0, metAt = null } = value as Record<string, unknown>;
  return (
    (predicted === null ||
      (Array.isArray(predicted) && predicted.every((name) => typeof name === "string"))) &&
    Array.isArray(results) &&
    results.every((one) => Array.isArray(one) && typeof one[0] === "string" && gots.includes(one[1]?.got)) &&
    typeof passed === "boolean" &&
    Number.isFinite(at) &&
    (metAt === null || Number.isFinite(metAt))
  );
}

/** When its check was first met: null at an unknown time, undefined if never. */
export function firstMet(kept: Kept | undefined): number | null | undefined {
  if (kept?.metAt !== undefined) return kept.metAt;
  return kept?.passed ? (kept.at ?? null) : undefined;
}

/** The entry to save after `now` happened at the time `at`. */
export function following(
  before: Kept | undefined,
  now: Pick<Kept, "predicted" | "results" | "passed">,
  at: number,
): Kept {
  const met = firstMet(before);
  const metAt = met === undefined && now.passed ? at : met;
  return { ...now, at, ...(metAt !== undefined && { metAt }) };
}

/** Whether the prediction for this client matches what happened; undefined without a prediction. */
export function isRightAbout(kept: Pick<Kept, "predicted">, [name, result]: readonly [string, Result]) {
  return kept.predicted ? kept.predicted.includes(name) === hasGot(result) : undefined;
}

/** The key of a lesson's experiment, the same in both languages. */
export const keyFor = (path: string, id: string) =>
  `experiment:${path.replace(/^\/zh-cn\//, "/").replace(/\/(index\.html)?$/, "")}#${id}`;
