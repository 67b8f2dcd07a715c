// Judging a reader's answers: the first one counts, and the others are still explained.
import { expect, test } from "vitest";
import { questionIds } from "../../../servers/quiz/questions.ts";
import { afterTry, isSolved, scoreOf } from "../../../site/quiz/judge.ts";
import { answersOf, mergeQuiz, validAnswers } from "../../../site/quiz/saved-answers.ts";

test("the first answer counts, however often it was tried again", () => {
  const wrong = afterTry(undefined, "redis-stores-messages", 5);
  const again = afterTry(wrong, "channels-are-keys", 6);
  const right = afterTry(again, "right", 7);
  expect(right).toEqual({ tried: ["redis-stores-messages", "channels-are-keys", "right"], at: 5 });
  expect([wrong, again, right].map(isSolved)).toEqual([false, false, true]);
  expect(scoreOf({ late: right, rooms: { tried: ["right"], at: 1 } })).toEqual({
    answered: 2,
    right: 1,
    of: questionIds.length,
    missed: [{ question: "late", misconception: "redis-stores-messages" }],
  });
});

test("an answer that was tried, or one after the right one, changes nothing", () => {
  const wrong = afterTry(undefined, "redis-stores-messages", 5);
  expect(afterTry(wrong, "redis-stores-messages", 6)).toBe(wrong);
  const right = afterTry(undefined, "right", 5);
  expect(afterTry(right, "channels-are-keys", 6)).toBe(right);
});

test("without answers there's no score", () => {
  expect(scoreOf({})).toMatchObject({ answered: 0, right: 0, missed: [] });
  expect(isSolved(undefined)).toBe(false);
});

test("the reader's own answers and those of the class are kept apart", () => {
  const quiz = validAnswers({
    "own:late": { tried: ["right"], at: 1 },
    "before:late": { tried: ["channels-are-keys"], at: 1 },
    "after:rooms": { tried: ["right"], at: 1 },
    "during:late": { tried: ["right"], at: 1 },
  });
  expect(answersOf(quiz, "own")).toEqual({ late: { tried: ["right"], at: 1 } });
  expect(answersOf(quiz, "before")).toEqual({ late: { tried: ["channels-are-keys"], at: 1 } });
  expect(Object.keys(quiz)).not.toContain("during:late");
});

test("what isn't an answer of this quiz is ignored, whatever storage or a file has", () => {
  const answer = { tried: ["right"], at: 1 };
  const hostile = {
    "__proto__:late": answer,
    "own:constructor": answer,
    "own:late:late": answer,
    own: answer,
    "own:silence": { tried: ["redis-stores-messages"], at: 1 },
    "own:rooms": { tried: ["right", "right"], at: 1 },
    "own:asked": { tried: [], at: 1 },
    "own:more": { tried: "right", at: 1 },
    "own:sharing": { tried: ["right"], at: "1" },
    "own:missed": null,
  };
  expect(validAnswers(hostile)).toEqual({});
});

test("of two browsers' answers the earlier one counts, in whichever order they're combined", () => {
  const mine = { "own:late": { tried: ["right"], at: 9 } } as const;
  const theirs = { "own:late": { tried: ["channels-are-keys"], at: 2 } } as const;
  const both = { "own:late": { tried: ["channels-are-keys", "right"], at: 2 } } as const;
  expect(mergeQuiz(mine, theirs)).toEqual(both);
  expect(mergeQuiz(theirs, mine)).toEqual(both);
  expect(mergeQuiz(both, theirs)).toEqual(both);
});
