// A histogram's bars, in an order that doesn't change between two votes more than it has to.
import type { Histogram, Vote, WholeAnswer } from "../../servers/histogram.ts";
import { isSameAnswer } from "../lab/predict/same-answer.ts";

export interface Bar {
  /** Null for all answers that aren't listed. */
  answer: WholeAnswer | null;
  /** How many gave it, in each vote. */
  counts: number[];
}

/** Answers of the first vote, then those that are new in the second; after that the right one, if nobody gave it. */
export function barsOf({ first, second, right }: Histogram): Bar[] {
  const votes = second ? [first, second] : [first];
  const answers: WholeAnswer[] = [];
  const add = (answer: WholeAnswer, isIn: (one: WholeAnswer) => boolean) => {
    if (!answers.some(isIn)) answers.push(answer);
  };
  for (const { answer } of votes.flatMap((vote) => vote.answers))
    add(answer, (one) => String(one) === String(answer));
  // A time has its margin: "703ms±150".
  if (right) add(right, (one) => isSameAnswer(one, right));
  const bars: Bar[] = answers.map((answer) => ({
    answer,
    counts: votes.map((vote) => countOf(vote, answer)),
  }));
  const others = votes.map((vote) => vote.others);
  return others.some((count) => count > 0) ? [...bars, { answer: null, counts: others }] : bars;
}

const countOf = ({ answers }: Vote, answer: WholeAnswer): number =>
  answers.find((one) => String(one.answer) === String(answer))?.count ?? 0;
