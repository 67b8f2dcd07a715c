// Plans for a class in a room: which steps, in which order, with how many minutes for each.
import { indexIn, type PlanName, type PlannedStep } from "../../servers/plan.ts";
import type { Place } from "../../servers/protocol-workshop.ts";
import { usualRoute } from "./routes.ts";
import { type Syllabus, syllabusOn } from "./syllabus.ts";

/** Leaves out no lesson that a later one builds on. */
const halfDay = ["01", "03", "04", "05", "06", "07", "08", "09", "10", "13"];

/** A room needs half as much again as somebody who reads alone: for questions and shows of hands. */
const roomFactor = 1.5;

/** The steps of a plan: each lesson's beginning, then its experiments, which share the lesson's minutes. */
export function stepsOfPlan(name: Exclude<PlanName, "own">, syllabus: Syllabus): PlannedStep[] {
  let exact = 0;
  return syllabusOn(usualRoute, syllabus)
    .filter(({ number }) => name === "full-day" || halfDay.includes(number))
    .flatMap(({ slug, minutes, steps }) => {
      const places = [null, ...steps.map(({ id }) => id)];
      return places.map((experiment) => {
        const before = Math.round(exact);
        exact += (minutes * roomFactor) / places.length;
        return { lesson: slug, experiment, minutes: Math.round(exact) - before };
      });
    });
}

export const minutesOf = (steps: readonly PlannedStep[]): number =>
  steps.reduce((sum, { minutes }) => sum + minutes, 0);

/**
 * The planned place `by` steps after this one, or before it. From a place that isn't planned, and from nowhere, the plan goes on after
 * the last of its steps that was led to; back leads to that one. Undefined at either end.
 */
export function plannedAfter(
  { steps, reached }: { steps: readonly PlannedStep[]; reached: number },
  place: Place | null | undefined,
  by: 1 | -1,
): Place | undefined {
  const index = indexIn(steps, place);
  const step = steps[index >= 0 ? index + by : by > 0 ? reached + 1 : reached];
  return step && { lesson: step.lesson, experiment: step.experiment };
}

/** How late the class is, in ms; negative if it's early. 0 while it's within the minutes of the step that it has reached. */
export function driftMs(
  { steps, reached }: { steps: readonly PlannedStep[]; reached: number },
  elapsedMs: number,
): number {
  const planned = (count: number) => minutesOf(steps.slice(0, Math.max(0, count))) * 60_000;
  return elapsedMs > planned(reached + 1)
    ? elapsedMs - planned(reached + 1)
    : Math.min(0, elapsedMs - planned(reached));
}
