// A certificate has what was met, and nothing else.
import { expect, test } from "vitest";
import type { CourseLesson } from "../../../../site/course/course.ts";
import { metStepsOf } from "../../../../site/progress/certificate/met-steps.ts";
import type { StepProgress } from "../../../../site/progress/store.ts";

const page = (slug: string, ...ids: string[]) =>
  ({
    slug,
    number: slug.slice(0, 2),
    title: slug.slice(3),
    steps: ids.map((id) => ({ id })),
  }) as CourseLesson;
const pages = [page("01-one", "a", "b", "c"), page("02-two", "a"), page("03-three", "a")];
const step = (passed: boolean, metAt: number | null = null): StepProgress => ({
  predicted: ["α"],
  isRight: true,
  passed,
  at: 9_000,
  metAt,
});

test("counts the steps of the route whose check was met, with the time of the first and the last", () => {
  const progress = {
    "01-one#a": step(true, 5_000),
    "01-one#b": step(false),
    "01-one#c": step(true, 3_000),
    "03-three#a": step(true, null),
    "04-off-the-route#a": step(true, 9_000),
    "01-one#gone": step(true, 1_000),
  };
  expect(metStepsOf({ pages }, progress)).toEqual({
    met: 3,
    of: 5,
    between: [3_000, 5_000],
    lessons: [
      { slug: "01-one", name: "01 one", numbers: [1, 3], of: 3 },
      { slug: "03-three", name: "03 three", numbers: [1], of: 1 },
    ],
  });
});

test("without a met step there is nothing to certify", () => {
  const nothing = { met: 0, of: 5, between: null, lessons: [] };
  expect(metStepsOf({ pages }, { "01-one#a": step(false) })).toEqual(nothing);
});
