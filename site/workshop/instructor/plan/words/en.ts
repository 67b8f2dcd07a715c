// English for a class's plan.
import type { PlanName } from "../../../../../servers/plan.ts";

export const words = {
  title: "Plan",
  which: "Which plan",
  names: { "half-day": "Half a day", "full-day": "A whole day", own: "My own order" } satisfies Record<
    PlanName,
    string
  >,
  named: (name: string, minutes: number) => `${name}, ${minutes} min`,
  about: "Next and previous follow the plan while it runs. Breaks don’t count towards its minutes.",
  start: "Start the plan",
  end: "End the plan",
  endSure: "End the plan, and open all its steps?",
  steps: (count: number) => (count === 1 ? "1 step" : `${count} steps`),
  list: "Steps of the plan",
  minutes: (step: string) => `Minutes for ${step}`,
  unit: "min",
  up: (step: string) => `Move ${step} up`,
  down: (step: string) => `Move ${step} down`,
  remove: (step: string) => `Take out ${step}`,
  add: "Add this step",
  beginning: "from the top",
  progress: (name: string, passed: number, minutes: number) => `${name}: ${passed} of ${minutes} min`,
  onTime: "on time",
  behind: (minutes: number) => `${minutes} min behind`,
  ahead: (minutes: number) => `${minutes} min ahead`,
  go: "Lead here",
  goTo: (step: string) => `Lead to ${step}`,
  close: "Close",
  open: "Open",
  closeStep: (step: string) => `Close ${step}`,
  openStep: (step: string) => `Open ${step}`,
  closeAhead: "Close the steps ahead",
  openAll: "Open all steps",
  closedAbout:
    "Closed steps are hidden from learners who follow you, until you lead there. A learner who stops following has them all.",
  isClosed: "closed",
  isHere: "the class is here",
  isPast: "done",
};

export type PlanWords = typeof words;
