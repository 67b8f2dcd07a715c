// The instructor's own order of steps, saved in this browser.
import { maxPlanSteps, maxStepMinutes, type PlannedStep } from "../../../../servers/plan.ts";
import { findPlace, type Syllabus } from "../../../course/syllabus.ts";
import { load, save } from "../../../storage.ts";

const key = "workshop:plan";

const isStep = (value: unknown): value is PlannedStep => {
  const { lesson, experiment, minutes } = (value ?? {}) as Partial<PlannedStep>;
  return (
    typeof lesson === "string" &&
    (experiment === null || typeof experiment === "string") &&
    Number.isInteger(minutes) &&
    (minutes ?? -1) >= 0 &&
    (minutes ?? 0) <= maxStepMinutes
  );
};
const areSteps = (value: unknown): value is PlannedStep[] =>
  Array.isArray(value) && value.length <= maxPlanSteps && value.every(isStep);

/** Without the steps that the course no longer has; empty if there is none. */
export function loadOwnPlan(syllabus: Syllabus): PlannedStep[] {
  return (load(key, areSteps) ?? []).filter((step) => {
    const found = findPlace(syllabus, step);
    return found && (step.experiment === null || found.step);
  });
}

export const saveOwnPlan = (steps: readonly PlannedStep[]): void => void save(key, steps);
