// What is done with signals: a learner's browser reports its own, an instructor answers the open one.
import { LabError } from "../../../lab/errors.ts";
import type { SignalReport } from "../../../protocol-workshop.ts";
import { knownMember, type Roster } from "../roster.ts";
import { answerOpen, isAnswerUnknown, mergeSignals, openSignal } from "./signals.ts";

export interface SignalActions {
  /** Replaces a learner's signals. */
  report: (learner: string, reports: readonly SignalReport[]) => void;
  /** Marks a learner's open signal as answered. Throws a LabError if it isn't open any more. */
  answer: (what: { learner: string; signal: string }) => void;
}

export interface SignalsContext {
  roster: Pick<Roster, "find" | "set">;
  /** Sends a learner's pages the id of a signal that was answered. */
  sendAnswered: (learner: string, signal: string) => void;
  /** Called when something about this learner changed. */
  changed: (learner: string) => void;
}

export function createSignalActions({ roster, sendAnswered, changed }: SignalsContext): SignalActions {
  return {
    report(learner, reports) {
      const signals = mergeSignals(roster.find(learner)?.signals ?? [], reports, Date.now());
      roster.set(learner, { signals });
      const last = signals.at(-1);
      // It was answered while the page was away.
      if (last && isAnswerUnknown(reports, signals)) sendAnswered(learner, last.id);
    },
    answer({ learner, signal }) {
      const { signals, name } = knownMember(roster, learner);
      if (openSignal(signals)?.id !== signal) {
        throw new LabError("conflict", `${name} has taken this back or gone on, or it is answered already.`);
      }
      roster.set(learner, { signals: answerOpen(signals, Date.now()) });
      sendAnswered(learner, signal);
      changed(learner);
    },
  };
}
