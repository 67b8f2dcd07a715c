// The two votes of one learner.
import { expect, test } from "vitest";
import { areVotes, votesAfter } from "../../../../site/workshop/learner/votes.ts";

const answered = (...predicted: string[]) => ({ predicted });

test("the answer from before the second vote is the first one, and counts again only if it's kept", () => {
  const opened = votesAfter(undefined, answered("α", "β"));
  expect(opened).toEqual({ first: ["α", "β"], second: null });
  expect(votesAfter(opened, answered("β", "α"))).toEqual(opened);
  expect(votesAfter(opened, answered("α", "β"), true)).toEqual({ first: ["α", "β"], second: ["α", "β"] });
});

test("a changed answer is the second, and may be changed back", () => {
  const changed = votesAfter({ first: ["α"], second: null }, answered("β"));
  expect(changed).toEqual({ first: ["α"], second: ["β"] });
  expect(votesAfter(changed, answered("α"))).toEqual({ first: ["α"], second: ["α"] });
});

test("an answer that is being taken back leaves the last one standing", () => {
  const votes = { first: ["α"], second: ["β"] };
  expect(votesAfter(votes, { predicted: null })).toEqual(votes);
  expect(votesAfter(votes, undefined, true)).toEqual(votes);
});

test("who had no answer yet votes for the first time in the second", () => {
  const opened = votesAfter(undefined, undefined);
  expect(opened).toEqual({ first: null, second: null });
  expect(votesAfter(opened, answered())).toEqual({ first: null, second: [] });
});

test("who has run it knows, and doesn't vote", () => {
  const votes = { first: ["β"], second: null };
  expect(votesAfter(votes, { predicted: ["α"], happened: ["α"] }, true)).toEqual(votes);
});

test("who met its check once still knows after pressing Try again", () => {
  const votes = { first: ["β"], second: null };
  expect(votesAfter(votes, { predicted: ["α"], passed: true }, true)).toEqual(votes);
  expect(votesAfter(votes, { predicted: ["α"], passed: false })).toEqual({ first: ["β"], second: ["α"] });
});

test("what was saved is used only if it has votes' form", () => {
  expect(areVotes({ "a#b": { first: null, second: ["α"] } })).toBe(true);
  for (const wrong of [
    null,
    7,
    { "a#b": null },
    { "a#b": { first: [1], second: null } },
    { "a#b": { first: [] } },
  ])
    expect(areVotes(wrong)).toBe(false);
});
