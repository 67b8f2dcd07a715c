// The learner's side of a second vote: remembers both votes in this browser, so that a restarted gateway gets them again.
import type { Votes } from "../../../servers/histogram.ts";
import { load, save } from "../../storage.ts";
import { readAnswers } from "./answers.ts";
import { areVotes, isKnown, votesAfter } from "./votes.ts";

const savedAs = "workshop:votes";

export type SecondVote = ReturnType<typeof createSecondVote>;

/** `report` sends everything to the gateway. */
export function createSecondVote(report: () => void) {
  let all = $state.raw<Readonly<Record<string, Votes>>>(load(savedAs, areVotes) ?? {});
  let open = $state<string | null>(null);
  let hasRun = $state(false);

  /** Returns whether something changed. */
  function look(keeps: boolean): boolean {
    if (open === null) return false;
    const before = all[open];
    const step = readAnswers()[open];
    hasRun = isKnown(step);
    const after = votesAfter(before, step, keeps);
    if (JSON.stringify(before) === JSON.stringify(after)) return false;
    all = { ...all, [open]: after };
    save(savedAs, all);
    return true;
  }

  return {
    /** By `lesson#experiment`. */
    get all() {
      return all;
    },
    /** The experiment whose second vote is open. */
    get open() {
      return open;
    },
    /** This learner's votes in it. */
    get votes() {
      return open === null ? undefined : all[open];
    },
    /** Whether it was run already, so that the answer is known. */
    get hasRun() {
      return hasRun;
    },
    opened(experiment: string | null) {
      open = experiment;
      if (look(false)) report();
    },
    /** Call it when the answer may have changed, before it's reported. */
    answered: () => void look(false),
    keep() {
      if (look(true)) report();
    },
  };
}
