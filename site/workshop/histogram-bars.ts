// A histogram's bars, in an order that doesn't change between two votes more than it has to.
import type { Histogram, Vote, WholeAnswer } from "../../servers/histogram.ts";
import { isSameAnswer } from "../lab/predict/same-answer.ts";

export interface Bar {
  /** Null for all answers that aren't listed. */
  answer: WholeAnswer | null;
  /** How many gave it, in each vote. */
  counts: number[];
}

/**
 * Answers of the first vote, then those that are new in the second; after that the right one, if nobody gave it. With more than
 * `most`, those that few gave are counted together with the answers that aren't listed; the right one never is.
 */
export function barsOf({ first, second, right }: Histogram, most = Number.POSITIVE_INFINITY): Bar[] {
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
  const weight = ({ answer, counts }: Bar) =>
    right && answer && isSameAnswer(answer, right) ? Number.POSITIVE_INFINITY : sum(counts);
  const kept = new Set(bars.toSorted((one, two) => weight(two) - weight(one)).slice(0, most));
  const rare = bars.filter((bar) => !kept.has(bar));
  const others = votes.map((vote, index) => vote.others + sum(rare.map(({ counts }) => counts[index] ?? 0)));
  const shown = bars.filter((bar) => kept.has(bar));
  return others.some((count) => count > 0) ? [...shown, { answer: null, counts: others }] : shown;
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

const countOf = ({ answers }: Vote, answer: WholeAnswer): number =>
  answers.find((one) => String(one.answer) === String(answer))?.count ?? 0;
