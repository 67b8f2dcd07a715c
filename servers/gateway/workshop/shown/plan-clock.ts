// A running plan: how far the class is in it, and how long it has taken. Pure; times are in ms on the gateway's clock.
import { indexIn, type Plan, type PlanStart } from "../../../plan.ts";
import type { Place } from "../../../protocol-workshop.ts";

export interface PlanState extends PlanStart {
  reached: number;
  startedAt: number;
  /** All breaks that are over. */
  breaksMs: number;
  /** When the plan stood still for the break that the timer shows; null without one. */
  breakFrom: number | null;
}

/** The timer, as far as a plan stands still for it. */
type Break = { kind: string; endsAt: number } | null;

export const startPlan = (start: PlanStart, timer: Break, now: number): PlanState => ({
  ...start,
  reached: -1,
  startedAt: now,
  breaksMs: 0,
  breakFrom: isBreak(timer, now) ? now : null,
});

/** The plan after `next` has replaced the timer `before`. */
export const timerChanged = (plan: PlanState, before: Break, next: Break, now: number): PlanState => ({
  ...plan,
  breaksMs: breaksMs(plan, before, now),
  breakFrom: isBreak(next, now) ? now : null,
});

/** The plan after this place was led to, which needn't be in it. */
export function reach(plan: PlanState, place: Place): PlanState {
  const index = indexIn(plan.steps, place);
  return index < 0 ? plan : { ...plan, reached: index };
}

export function planAt({ startedAt, ...plan }: PlanState, timer: Break, now: number): Plan {
  const { name, steps, reached, breakFrom } = plan;
  return {
    name,
    steps,
    reached,
    elapsedMs: Math.max(0, now - startedAt - breaksMs({ ...plan, startedAt }, timer, now)),
    breakLeftMs: breakFrom === null || !timer ? 0 : Math.max(0, timer.endsAt - now),
  };
}

function breaksMs(plan: PlanState, timer: Break, now: number): number {
  if (plan.breakFrom === null || !timer) return plan.breaksMs;
  return plan.breaksMs + Math.max(0, Math.min(now, timer.endsAt) - plan.breakFrom);
}

const isBreak = (timer: Break, now: number) => timer?.kind === "break" && timer.endsAt > now;
