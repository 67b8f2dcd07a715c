// Counts for the whole room: how many learners met each experiment's goal, and how many answered the open question.

import type { Ballot, Histogram } from "../../histogram.ts";
import { histogramOf } from "../../histogram.ts";
import type { Turnout } from "../../protocol-workshop.ts";
import type { Member } from "./roster.ts";

/** Far more than the course has. Experiments that many learners did are kept before made-up ones. */
const maxExperiments = 200;

export function goalCounts(members: readonly Member[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { attempts } of members) {
    for (const [experiment, { passed }] of attempts)
      if (passed) counts.set(experiment, (counts.get(experiment) ?? 0) + 1);
  }
  const most = [...counts].toSorted(([, one], [, other]) => other - one).slice(0, maxExperiments);
  return Object.fromEntries(most);
}

export const votesOn = (experiment: string, members: readonly Member[]): Histogram =>
  histogramOf(experiment, ballotsOf(experiment, members));

/** Those who left don't count: nobody waits for them. */
export function turnoutOf(experiment: string, vote: Turnout["vote"], members: readonly Member[]): Turnout {
  const here = members.filter(({ pages }) => pages > 0);
  const answered = ballotsOf(experiment, here).filter(
    ({ predicted, votes }) => (vote === 1 ? predicted : (votes?.second ?? null)) !== null,
  );
  return { experiment, vote, answered: answered.length, of: here.length };
}

const ballotsOf = (experiment: string, members: readonly Member[]): Ballot[] =>
  members.flatMap(({ attempts }) => attempts.get(experiment) ?? []);
