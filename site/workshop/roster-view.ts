// The room from the instructor's view: which learner to visit first, and the room's predictions.

import type { Histogram } from "../../servers/histogram.ts";
import { histogramOf } from "../../servers/histogram.ts";
import type { Learner, Roster } from "../../servers/protocol-workshop.ts";

export type Learners = ReadonlyMap<string, Learner>;

/** The learners after one more message from the gateway. */
export function mergeRoster(before: Learners, { learners, isWhole }: Roster): Learners {
  const after = new Map(isWhole ? [] : before);
  for (const learner of learners) after.set(learner.id, learner);
  return after;
}

/** How long a learner has neither predicted nor met anything, in milliseconds. */
export function stuckMs({ progressedAt, joinedAt }: Learner, now: number): number {
  return Math.max(0, now - Math.max(progressedAt, joinedAt));
}

/** How long a learner has waited for the instructor, in milliseconds; undefined if nobody is waited for. */
export function waitedMs({ signal }: Learner, now: number): number | undefined {
  return signal && signal.kind !== "done" ? Math.max(0, now - signal.since) : undefined;
}

const needs = ["waiting", "working", "done", "offline"] as const;

function needOf({ online, signal }: Learner): number {
  const need = online ? (signal && (signal.kind === "done" ? "done" : "waiting")) || "working" : "offline";
  return needs.indexOf(need);
}

/**
 * Learners who may need help first: present with a question or stuck, the longest wait at the top; then without
 * progress for longest; then those who are done, and offline ones at the end.
 */
export function sortByNeed(learners: Learners, now: number): Learner[] {
  return [...learners.values()].sort(
    (one, two) =>
      needOf(one) - needOf(two) ||
      (waitedMs(two, now) ?? 0) - (waitedMs(one, now) ?? 0) ||
      stuckMs(two, now) - stuckMs(one, now) ||
      one.name.localeCompare(two.name) ||
      one.id.localeCompare(two.id),
  );
}

/** How these learners answered one experiment's question: `lesson#experiment`. */
export const votesOn = (learners: Iterable<Learner>, experiment: string): Histogram =>
  histogramOf(
    experiment,
    [...learners].map(({ predictions, votes, happened }) => ({
      predicted: predictions[experiment] ?? null,
      votes: votes[experiment],
      happened: happened[experiment],
    })),
  );

/** The experiment that most of the room has predicted; the later one if two are equal. */
export function mostPredicted(learners: Iterable<Learner>): string | undefined {
  const counts = new Map<string, number>();
  for (const { predictions } of learners) {
    for (const experiment of Object.keys(predictions)) {
      counts.set(experiment, (counts.get(experiment) ?? 0) + 1);
    }
  }
  return [...counts].sort((one, two) => two[1] - one[1] || two[0].localeCompare(one[0]))[0]?.[0];
}
