// How a room answered: by whole answer, in both votes, and which one was right.
import { expect, test } from "vitest";
import type { Ballot } from "../../servers/histogram.ts";
import { histogramOf, maxAnswers } from "../../servers/histogram.ts";

const experiment = "03-two-servers#across";
const ballot = (predicted: string[] | null, more: Partial<Ballot> = {}): Ballot => ({ predicted, ...more });

test("an answer is counted whole, in whatever order its clients were chosen", () => {
  const { first, second, right } = histogramOf(experiment, [
    ballot(["α"]),
    ballot(["β", "α"]),
    ballot(["α", "β"]),
    ballot([]),
    ballot(null),
  ]);
  expect(first).toEqual({
    answers: [
      { answer: ["α", "β"], count: 2 },
      { answer: ["α"], count: 1 },
      { answer: [], count: 1 },
    ],
    others: 0,
    of: 4,
  });
  expect([second, right]).toEqual([null, null]);
});

test("a second vote stands next to the first, which no later answer changes", () => {
  const { first, second } = histogramOf(experiment, [
    ballot(["α"], { votes: { first: ["α", "β"], second: ["α"] } }),
    ballot(["β"], { votes: { first: ["β"], second: null } }),
    ballot(["α"], { votes: { first: null, second: ["α"] } }),
    // This page doesn't know of a second vote yet.
    ballot(["β"]),
  ]);
  expect(first.answers).toEqual([
    { answer: ["β"], count: 2 },
    { answer: ["α", "β"], count: 1 },
  ]);
  expect(second).toEqual({ answers: [{ answer: ["α"], count: 2 }], others: 0, of: 2 });
});

test("the right answer is the one that most runs showed, so that one browser can't set it", () => {
  const { right } = histogramOf(experiment, [
    ballot(["β"], { happened: ["β"] }),
    ballot(["α"], { happened: ["α"] }),
    ballot(null, { happened: ["α"] }),
  ]);
  expect(right).toEqual(["α"]);
});

test("what a wall can't list is counted together", () => {
  const times = Array.from({ length: maxAnswers + 3 }, (_, index) => ballot([`${index}ms`]));
  const { first } = histogramOf(experiment, [...times, ballot(["5ms"])]);
  expect(first.answers).toHaveLength(maxAnswers);
  expect(first.answers[0]).toEqual({ answer: ["5ms"], count: 2 });
  expect([first.others, first.of]).toEqual([3, maxAnswers + 4]);
});
