// Plans for a class: their minutes are those of the instructor's notes, and the lead goes along them.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { driftMs, minutesOf, plannedAfter, stepsOfPlan } from "../../../site/course/plans.ts";
import type { Syllabus } from "../../../site/course/syllabus.ts";

const notes = readFileSync("lessons/pages/instructor-notes.mdx", "utf8");
/** Each lesson of the notes, with its minutes and three steps. */
const course: Syllabus = [...notes.matchAll(/^## (\d\d) .*: (\d+) minutes/gm)].map(
  ([, number = "", minutes]) => ({
    slug: `${number}-lesson`,
    number,
    title: number,
    minutes: Number(minutes),
    routes: ["whole"],
    steps: ["a", "b", "c"].map((id) => ({
      id,
      question: "?",
      asks: { kind: "hears", options: [] },
      routes: ["whole"],
    })),
  }),
);

/** A row of the notes' table of plans: its lessons and minutes. */
function row(plan: string): { lessons: string; minutes: number } {
  const [, lessons = "", minutes] =
    new RegExp(`^\\| ${plan} \\| (.*) \\| (\\d+) \\|$`, "m").exec(notes) ?? [];
  return { lessons, minutes: Number(minutes) };
}

test("half a day and a whole day have the lessons and the minutes that the notes say", () => {
  const half = stepsOfPlan("half-day", course);
  expect([...new Set(half.map(({ lesson }) => lesson.slice(0, 2)))].join(", ")).toBe(
    row("half a day").lessons,
  );
  expect(minutesOf(half)).toBe(row("half a day").minutes);
  const whole = stepsOfPlan("full-day", course);
  expect(new Set(whole.map(({ lesson }) => lesson)).size).toBe(18);
  expect(Math.abs(minutesOf(whole) - row("the whole course").minutes)).toBeLessThanOrEqual(5);
});

const steps = ["a", "b", "c"].map((experiment, index) => ({
  lesson: "x",
  experiment,
  minutes: 10 * (index + 1),
}));
const at = (experiment: string) => ({ lesson: "x", experiment });

test("next and previous follow the plan, and come back to it from anywhere else", () => {
  expect(plannedAfter({ steps, reached: -1 }, null, 1)).toEqual(at("a"));
  expect(plannedAfter({ steps, reached: -1 }, null, -1)).toBeUndefined();
  expect(plannedAfter({ steps, reached: 0 }, at("a"), 1)).toEqual(at("b"));
  expect(plannedAfter({ steps, reached: 2 }, at("c"), 1)).toBeUndefined();
  expect(plannedAfter({ steps, reached: 1 }, at("b"), -1)).toEqual(at("a"));
  const elsewhere = { lesson: "y", experiment: null };
  expect(plannedAfter({ steps, reached: 1 }, elsewhere, 1)).toEqual(at("c"));
  expect(plannedAfter({ steps, reached: 1 }, elsewhere, -1)).toEqual(at("b"));
});

describe("a class", () => {
  const minutes = (reached: number, elapsed: number) =>
    driftMs({ steps, reached }, elapsed * 60_000) / 60_000;

  test.each([
    ["is on time until the minutes of its step are over", 1, 29, 0],
    ["is behind after them", 1, 34, 4],
    ["is ahead if it reaches a step early", 1, 6, -4],
    ["is behind if nothing was led to yet", -1, 3, 3],
    ["is on time at the very start", 0, 0, 0],
  ])("%s", (_what, reached, elapsed, drift) => {
    expect(minutes(reached, elapsed) + 0).toBe(drift);
  });
});
