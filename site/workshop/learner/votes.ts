// A learner's two votes on one question: what they had answered when the second vote opened, and what they answered since.
import type { Votes } from "../../../servers/histogram.ts";
import { isSameAnswer } from "../../lab/predict/same-answer.ts";
import type { Answered } from "./answers.ts";

type Step = Pick<Answered, "predicted" | "happened"> & Partial<Pick<Answered, "passed">>;

/** Whether the answer is known: it was run, or its check was met before it was tried again. */
export const isKnown = (step: Step | undefined): boolean =>
  step !== undefined && (step.happened !== undefined || step.passed === true);

/**
 * The votes while the second vote is open, after the answer may have changed. An answer from before it counts only if the learner
 * keeps it (`keeps`). After the run, one knows, and can't vote.
 */
export function votesAfter(before: Votes | undefined, now: Step | undefined, keeps = false): Votes {
  const predicted = now?.predicted ? [...now.predicted] : null;
  const votes = before ?? { first: predicted, second: null };
  if (predicted === null || isKnown(now)) return votes;
  const isNew = votes.second !== null || votes.first === null || !isSameAnswer(predicted, votes.first);
  return isNew || keeps ? { ...votes, second: predicted } : votes;
}

/** Whether a saved value has this form, by `lesson#experiment`. */
export const areVotes = (value: unknown): value is Record<string, Votes> =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).every((one) => isAnswer(one?.first) && isAnswer(one?.second));

const isAnswer = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.every((token) => typeof token === "string"));
