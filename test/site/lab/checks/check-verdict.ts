// The verdict of a check on the newest message of a hand-written trace, as soon as silence counts.
import type { Observation } from "../../../../servers/protocol.ts";
import { type CheckName, judge } from "../../../../site/lab/checks/checks.ts";
import { derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import { outcomeOf } from "../../../../site/lab/derive/outcome.ts";
import { labWords } from "../../../words.ts";
import { trace } from "../build-trace.ts";

/** Why a trace that nearly meets a check doesn't, and what the learner reads. */
export type Miss = [
  check: CheckName,
  why: string,
  trace: (Observation & { at?: number })[],
  saw: string,
  clients?: string[],
];

export function verdictOf(
  check: CheckName,
  observations: (Observation & { at?: number })[],
  clients: readonly string[] = ["α", "β"],
) {
  const derived = derive(emptyDerived(), trace(observations));
  const message = [...derived.messages.values()].at(-1);
  const outcome = message && outcomeOf(message, clients, derived.picture, derived.at + 60_000);
  return judge(check, outcome, derived, labWords.en.checks);
}
