// How a room answered a question, by whole answer. Pure: the gateway counts for the wall, the instructor's page for itself.

/**
 * An answer to an experiment's question: the clients that were predicted to hear it, by name, or other tokens (see
 * site/lab/predict/prediction-kinds.ts); empty means "nobody", or "none of them".
 */
export type WholeAnswer = string[];

/** A learner's answers once a second vote was started: the one before it, and the one given in it; null without one. */
export interface Votes {
  first: WholeAnswer | null;
  second: WholeAnswer | null;
}

/** What a learner answered to an experiment's question. */
export interface Ballot {
  /** Their latest answer; null without one. */
  predicted: WholeAnswer | null;
  /** Left out before the second vote. */
  votes?: Votes | undefined;
  /** The right answer, as their own run showed it; left out before the run. */
  happened?: WholeAnswer | undefined;
}

/** How many learners gave each answer. */
export interface Vote {
  /** The most frequent first; at most `maxAnswers`. */
  answers: { answer: WholeAnswer; count: number }[];
  /** How many gave any other answer. */
  others: number;
  /** How many answered at all. */
  of: number;
}

/** How the room predicted, by whole answer. */
export interface Histogram {
  /** `lesson#experiment` */
  experiment: string;
  first: Vote;
  /** Null if there was no second vote. */
  second: Vote | null;
  /** What most runs showed; null before the first run, and until the instructor marks it. */
  right: WholeAnswer | null;
}

/** A slider has a hundred positions. What can be read on a wall is fewer. */
export const maxAnswers = 8;

/** Without a second vote, the latest answers count; with one, those before it. `right` is what most runs showed. */
export function histogramOf(experiment: string, ballots: readonly Ballot[]): Histogram {
  const again = ballots.flatMap(({ votes }) => votes ?? []);
  return {
    experiment,
    first: count(ballots.map(({ predicted, votes }) => (votes ? votes.first : predicted))),
    second: again.length === 0 ? null : count(again.map(({ second }) => second)),
    right: count(ballots.map(({ happened }) => happened ?? null)).answers[0]?.answer ?? null,
  };
}

function count(given: readonly (WholeAnswer | null)[]): Vote {
  const counts = new Map<string, { answer: WholeAnswer; count: number }>();
  for (const answer of given) {
    if (answer === null) continue;
    const inOrder = answer.toSorted();
    const key = JSON.stringify(inOrder);
    counts.set(key, { answer: inOrder, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const all = [...counts].toSorted(
    ([key, one], [otherKey, other]) => other.count - one.count || (key < otherKey ? -1 : 1),
  );
  const sum = (votes: typeof all) => votes.reduce((total, [, vote]) => total + vote.count, 0);
  return {
    answers: all.slice(0, maxAnswers).map(([, vote]) => vote),
    others: sum(all.slice(maxAnswers)),
    of: sum(all),
  };
}
