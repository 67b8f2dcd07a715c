// What one run brought: its message, what that brought to whom, and whether the check is met. The trace says it; it is
// shown once the picture has told it.

import { judge } from "../checks/judge.ts";
import type { Verdict } from "../checks/judging.ts";
import { useLab } from "../context.ts";
import { outcomeOf } from "../derive/outcome.ts";
import type { Result } from "../derive/result.ts";
import { telling } from "../stage/telling.svelte.ts";
import type { Awaited } from "../steps/actions.ts";
import { find } from "../steps/run.ts";
import type { Asked } from "./asked.ts";

export type Results = readonly (readonly [string, Result])[];

/** `since`: messages up to this event of the trace don't count. */
export function createFinding(asked: () => Asked, since: () => number | undefined) {
  const lab = useLab();
  let kept = $state.raw<Results>([]);
  let hasPassed = $state(false);
  /** What was seen and wanted, when the check wasn't met. */
  let failure = $state.raw<Verdict | undefined>();
  let messageId = $state.raw<string | undefined>();
  let awaited = $state.raw<Awaited | undefined>();
  /** Every action is done, and as for silence, it has lasted long enough. */
  let isOver = $state(false);
  let isSilent = $state(false);
  let isHurried = $state(false);

  /** By the label in the picture; in a second tab α may be α′. */
  const labels = $derived(asked().clients.map((name) => lab.labelOf(name)));
  const message = $derived(
    messageId === undefined ? awaited && find(awaited, lab.actions) : lab.derived.messages.get(messageId),
  );
  const outcome = $derived(message && outcomeOf(message, labels, lab.derived.picture, lab.now));
  /** Out of the lab's reach nothing comes, and that is no silence. */
  const hasNothing = $derived(isSilent && message === undefined && lab.phase.is === "live");
  const isKnown = $derived(isOver && (outcome !== undefined || hasNothing));
  const isTold = $derived(isHurried || message === undefined || telling.hasTold(message.trail[0]?.seq ?? 0));
  const results = $derived.by<Results>(() => {
    const { clients } = asked();
    if (!isKnown || hasPassed) return kept;
    if (outcome) return [...outcome.results.values()].map((result, index) => [clients[index] ?? "", result]);
    return clients.map((name) => [name, { got: "nothing" }]);
  });
  const verdict = $derived(
    isKnown || outcome
      ? judge(asked().check, outcome, lab.derived, asked().words.checks, since())
      : undefined,
  );

  function forget() {
    messageId = undefined;
    awaited = undefined;
    isOver = false;
    isSilent = false;
    isHurried = false;
  }

  return {
    get results() {
      return kept;
    },
    get hasPassed() {
      return hasPassed;
    },
    get failure() {
      return failure;
    },
    /** A message that fits has been seen. */
    get hasMessage() {
      return messageId !== undefined;
    },
    get meetsCheck() {
      return verdict?.passed ?? false;
    },
    /** There is something new to show. */
    get isReady() {
      return isKnown && isTold && !hasPassed;
    },
    /** The picture is still telling it. */
    get isBeingTold() {
      return isOver && message !== undefined && !isTold;
    },
    /** Shows the result as soon as it is known, without waiting for the picture. */
    hurry() {
      isHurried = true;
    },
    /** The run's message, as it will be known; undefined when it sent none. */
    expect(judged: Awaited | undefined) {
      awaited = judged;
    },
    /** A message that somebody sent by hand. */
    take(id: string) {
      messageId = id;
      isOver = true;
    },
    end() {
      isOver = true;
    },
    fallSilent() {
      isSilent = true;
    },
    /** Keeps what is known now, whatever is done to the lab afterwards; only a later result of the same message replaces it. */
    settle(): { results: Results; passed: boolean } {
      const found = [...results];
      const passed = verdict?.passed ?? false;
      kept = found;
      failure = passed ? undefined : verdict;
      // A client that was written to says a moment later that it has it.
      if (passed && !found.some(([, { got }]) => got === "delivered")) hasPassed = true;
      return { results: found, passed };
    },
    /** What an earlier visit kept. */
    restore(results: Results, passed: boolean) {
      kept = results;
      hasPassed = passed;
    },
    /** Another lab is here: its messages answer nothing that was asked of the last one. */
    leaveLab: forget,
    begin() {
      forget();
      kept = [];
      failure = undefined;
      hasPassed = false;
    },
  };
}
