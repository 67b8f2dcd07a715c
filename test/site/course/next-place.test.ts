// Leading from step to step.
import { expect, test } from "vitest";
import { placeAfter } from "../../../site/course/next-place.ts";
import type { Syllabus } from "../../../site/course/syllabus.ts";

const lesson = (slug: string, ...ids: string[]): Syllabus[number] => ({
  slug,
  number: slug.slice(0, 2),
  title: slug,
  minutes: 4,
  routes: ["whole"],
  steps: ids.map((id) => ({ id, question: "?", asks: { kind: "hears", options: [] }, routes: ["whole"] })),
});
const course = [lesson("01-one", "a", "b"), lesson("02-none"), lesson("03-last", "c")];
const names = (by: 1 | -1, from: { lesson: string; experiment: string | null }) => {
  const seen: string[] = [];
  for (let at = placeAfter(course, from, by); at; at = placeAfter(course, at, by))
    seen.push(`${at.lesson}#${at.experiment ?? ""}`);
  return seen;
};

test("goes through each lesson's beginning and its experiments, and back the same way", () => {
  const forth = ["01-one#a", "01-one#b", "02-none#", "03-last#", "03-last#c"];
  expect(names(1, { lesson: "01-one", experiment: null })).toEqual(forth);
  const back = [...forth.slice(0, -1).toReversed(), "01-one#"];
  expect(names(-1, { lesson: "03-last", experiment: "c" })).toEqual(back);
});

test("leads nowhere from a place that isn't on the route", () => {
  expect(placeAfter(course, { lesson: "09-other", experiment: null }, 1)).toBeUndefined();
  expect(placeAfter(course, { lesson: "01-one", experiment: "gone" }, -1)).toBeUndefined();
});
