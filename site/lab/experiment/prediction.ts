// What an experiment stores in the browser: the prediction, what happened, and when.

import { hasReceived, type Result } from "../derive/result.ts";
import { isSameAnswer } from "../predict/same-answer.ts";

export interface SavedExperiment {
  /** The answer: clients predicted to hear it, or other tokens (see site/lab/predict/prediction-kinds.ts); null without a prediction. */
  predicted: readonly string[] | null;
  /** By the client's name. */
  results?: readonly (readonly [string, Result])[];
  /** The right answer, if the question wasn't who hears it. */
  was?: readonly string[];
  /** Whether these results met the check. */
  passed?: boolean;
  /** When it last changed, in milliseconds since 1970. Absent in entries saved by older versions. */
  at?: number;
  /** When the check was first met; null if the time wasn't saved. Later runs don't change it. */
  metAt?: number | null;
}

const gots: readonly Result["got"][] = ["heard", "delivered", "answer", "nothing"];

export function isSavedExperiment(value: unknown): value is SavedExperiment {
  if (typeof value !== "object" || value === null || !("predicted" in value)) return false;
  const {
    predicted,
    results = [],
    was = [],
    passed = false,
    at = 0,
    metAt = null,
  } = value as Record<string, unknown>;
  return (
    (predicted === null || areTokens(predicted)) &&
    areTokens(was) &&
    Array.isArray(results) &&
    results.every((one) => Array.isArray(one) && typeof one[0] === "string" && gots.includes(one[1]?.got)) &&
    typeof passed === "boolean" &&
    Number.isFinite(at) &&
    (metAt === null || Number.isFinite(metAt))
  );
}

const areTokens = (value: unknown): boolean =>
  Array.isArray(value) && value.every((token) => typeof token === "string");

/** When its check was first met: null at an unknown time, undefined if never. */
export function firstMetAt(kept: SavedExperiment | undefined): number | null | undefined {
  if (kept?.metAt !== undefined) return kept.metAt;
  return kept?.passed ? (kept.at ?? null) : undefined;
}

/** Whether the prediction for this client matches what happened; undefined without a prediction. */
export function isRightAbout(
  kept: Pick<SavedExperiment, "predicted">,
  [name, result]: readonly [string, Result],
) {
  return kept.predicted ? kept.predicted.includes(name) === hasReceived(result) : undefined;
}

/** Whether the whole prediction was right; undefined without a prediction, or if it wasn't run since. */
export function isRight({
  predicted,
  results = [],
  was,
}: Pick<SavedExperiment, "predicted" | "results" | "was">) {
  if (predicted === null || results.length === 0) return undefined;
  if (was) return isSameAnswer(predicted, was);
  return results.every((one) => isRightAbout({ predicted }, one));
}
