// A plan of a class: the order of steps in which an instructor leads, and the minutes for each.

/** Half a day, a whole day, or the instructor's own order. */
export const planNames = ["half-day", "full-day", "own"] as const;
export type PlanName = (typeof planNames)[number];

/** More than the course has. */
export const maxPlanSteps = 150;
export const maxStepMinutes = 240;

/** A lesson's beginning, or one of its experiments. */
export interface PlannedStep {
  lesson: string;
  experiment: string | null;
  /** From 0 to `maxStepMinutes`, whole. */
  minutes: number;
}

/** Where a place is among these steps; -1 if it isn't there. */
export const indexIn = (
  steps: readonly Pick<PlannedStep, "lesson" | "experiment">[],
  place: Pick<PlannedStep, "lesson" | "experiment"> | null | undefined,
): number => steps.findIndex((step) => step.lesson === place?.lesson && step.experiment === place.experiment);

/** A plan as an instructor starts it. No step is in it twice. */
export interface PlanStart {
  name: PlanName;
  steps: PlannedStep[];
}

/** A plan that runs, as instructors see it. The gateway counts. */
export interface Plan extends PlanStart {
  /** The index of the last of its steps that was led to; -1 before the first. */
  reached: number;
  /** Since it was started. Breaks don't count. */
  elapsedMs: number;
  /** How long this stands still, because there is a break; 0 without one. */
  breakLeftMs: number;
}
