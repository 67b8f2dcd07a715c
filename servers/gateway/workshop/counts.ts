// Counts for the whole room: how many learners met each experiment's goal, and what they predicted.
import type { Histogram } from "../../protocol-workshop.ts";
import type { Member } from "./roster.ts";

/** Far more than the course has. Experiments that many learners did are kept before made-up ones. */
const maxExperiments = 200;
const maxClients = 24;

export function goalCounts(members: readonly Member[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { attempts } of members) {
    for (const [experiment, { passed }] of attempts) if (passed) count(counts, experiment);
  }
  return most(counts, maxExperiments);
}

export function histogramOf(experiment: string, members: readonly Member[]): Histogram {
  const predictions = members.flatMap(({ attempts }) => attempts.get(experiment)?.predicted ?? []);
  const answered = members.flatMap(({ attempts }) => {
    const predicted = attempts.get(experiment)?.predicted;
    return predicted ? [predicted] : [];
  });
  const counts = new Map<string, number>();
  for (const client of predictions) count(counts, client);
  return {
    experiment,
    counts: most(counts, maxClients),
    nobody: answered.filter((clients) => clients.length === 0).length,
    of: answered.length,
  };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function most(counts: ReadonlyMap<string, number>, max: number): Record<string, number> {
  return Object.fromEntries([...counts].toSorted(([, one], [, other]) => other - one).slice(0, max));
}
