import { expect, test } from "vitest";
import { isKnown, isShown, mayAppear } from "../../../../../site/lab/experiment/verdict/verdict-timing.ts";

test("a result is known once every action is done and the message has an outcome, or none came", () => {
  expect(isKnown({ isOver: true, hasOutcome: true, hasNothing: false })).toBe(true);
  expect(isKnown({ isOver: true, hasOutcome: false, hasNothing: true })).toBe(true);
  expect(isKnown({ isOver: false, hasOutcome: true, hasNothing: false })).toBe(false);
  expect(isKnown({ isOver: true, hasOutcome: false, hasNothing: false })).toBe(false);
});

test("a verdict waits for the picture, unless there is nothing to show or the learner skips it", () => {
  const showing = { hasMessage: true, hasShownIt: false, isHurried: false };
  expect(isShown(showing)).toBe(false);
  expect(isShown({ ...showing, hasShownIt: true })).toBe(true);
  expect(isShown({ ...showing, hasMessage: false })).toBe(true);
  expect(isShown({ ...showing, isHurried: true })).toBe(true);
});

test("a verdict appears once its result is known, shown and answered", () => {
  const verdict = { isKnown: true, isShown: true, isAnswered: true };
  expect(mayAppear(verdict)).toBe(true);
  expect(mayAppear({ ...verdict, isKnown: false })).toBe(false);
  expect(mayAppear({ ...verdict, isShown: false })).toBe(false);
  expect(mayAppear({ ...verdict, isAnswered: false })).toBe(false);
});
