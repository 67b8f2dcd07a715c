// What one run found: its message, what it brought to each client, and whether the check is met. It's known from the trace;
// verdict-timing.ts decides when it appears.

import type { Verdict } from "../../checks/building-blocks.ts";
import type { Message } from "../../derive/messages.ts";
import type { Result } from "../../derive/result.ts";
import type { Lab } from "../../live/lab.svelte.ts";
import type { Answer } from "../../predict/chosen-answer.ts";
import { pictureProgress } from "../../stage/picture-progress.svelte.ts";
import type { AwaitedMessage } from "../../steps/actions.ts";
import type { ExperimentSpec } from "../experiment-spec.ts";
import { runner } from "../runner/load-runner.svelte.ts";
import { isKnown, isShown, mayAppear } from "./verdict-timing.ts";

/** Each client by name, with what it got. */
export type Results = readonly (readonly [string, Result])[];

export class RunResult {
  /** The results shown. */
  results = $state.raw<Results>([]);
  /** What the check saw and expected, if it wasn't met. */
  failure = $state.raw<Verdict | undefined>();
  /** The right answer shown, if the question wasn't who hears it; empty if the trace didn't show any. */
  was = $state.raw<readonly string[] | undefined>();
  #lab: Lab;
  #asked: () => ExperimentSpec;
  #since: () => number | undefined;
  #said: () => Answer;
  #hasPassed = $state(false);
  #messageId = $state.raw<string | undefined>();
  #awaited = $state.raw<AwaitedMessage | undefined>();
  /** Every action is done. */
  #isOver = $state(false);
  /** No message has come for long enough. */
  #isSilent = $state(false);
  #isHurried = $state(false);

  #message = $derived.by((): Message | undefined => {
    if (this.#messageId !== undefined) return this.#lab.derived.messages.get(this.#messageId);
    return this.#awaited && runner.now?.findMessage(this.#awaited, this.#lab.labelled);
  });
  #outcome = $derived.by(() => {
    if (!this.#message) return undefined;
    // By the label in the picture: in a second tab, α may be α′.
    const labels = this.#asked().clients.map((name) => this.#lab.labelOf(name));
    return runner.now?.outcomeOf(this.#message, labels, this.#lab.derived.picture, this.#lab.now);
  });
  /** While the lab can't be reached, nothing arrives, which doesn't count as silence. */
  #hasNothing = $derived.by(() => this.#isSilent && this.#message === undefined && this.#lab.isKnown);
  #isKnown = $derived.by(() =>
    isKnown({
      isOver: this.#isOver,
      hasOutcome: this.#outcome !== undefined,
      hasNothing: this.#hasNothing,
    }),
  );
  #isShown = $derived.by(() =>
    isShown({
      hasMessage: this.#message !== undefined,
      hasShownIt: pictureProgress.hasShown(this.#message?.trail[0]?.seq ?? 0),
      isHurried: this.#isHurried,
    }),
  );
  #found = $derived.by((): Results => {
    const { clients } = this.#asked();
    if (!this.#isKnown || this.#hasPassed) return this.results;
    if (!this.#outcome) return clients.map((name) => [name, { got: "nothing" }]);
    return [...this.#outcome.results.values()].map((result, index) => [clients[index] ?? "", result]);
  });
  #verdict = $derived.by(() => {
    if (!this.#isKnown && !this.#outcome) return undefined;
    if (!runner.now) return undefined;
    const { judge, words } = runner.now;
    return judge(this.#asked().check, this.#outcome, this.#lab.derived, words, this.#since());
  });
  #rightAnswer = $derived.by(() => {
    if (!this.#isKnown) return undefined;
    const { predict } = this.#asked();
    if (predict.kind === "change") return runner.now?.rightChange(predict, this.#said(), this.meetsCheck);
    return runner.now?.rightAnswer(predict, this.#outcome, this.#lab.derived, this.#since(), this.#isSilent);
  });

  constructor(
    lab: Lab,
    asked: () => ExperimentSpec,
    {
      since,
      said,
    }: {
      /** Messages up to this event of the trace don't count. */
      since: () => number | undefined;
      /** What was predicted. */
      said: () => Answer;
    },
  ) {
    this.#lab = lab;
    this.#asked = asked;
    this.#since = since;
    this.#said = said;
  }

  /** A message that fits has been seen. */
  get hasMessage(): boolean {
    return this.#messageId !== undefined;
  }

  get meetsCheck(): boolean {
    return this.#verdict?.passed ?? false;
  }

  /** Whether there is something new to show. */
  get isReady(): boolean {
    const isAnswered =
      this.#rightAnswer !== undefined || this.#isSilent || this.#asked().predict.kind === "hears";
    const appears = mayAppear({ isKnown: this.#isKnown, isShown: this.#isShown, isAnswered });
    return appears && !this.#hasPassed && runner.now !== undefined;
  }

  /** The picture is still showing it. */
  get isBeingShown(): boolean {
    return this.#isOver && this.#message !== undefined && !this.#isShown;
  }

  /** Starts over, for a new run. */
  begin(): void {
    this.leaveLab();
    this.results = [];
    this.was = undefined;
    this.failure = undefined;
    this.#hasPassed = false;
  }

  /** The lab was replaced: its messages don't answer what the last one was asked. The results shown stay. */
  leaveLab(): void {
    this.#messageId = undefined;
    this.#awaited = undefined;
    this.#isOver = false;
    this.#isSilent = false;
    this.#isHurried = false;
  }

  /** Sets the run's message, by which it will be recognized; undefined if the run sent none. */
  expect(judged: AwaitedMessage | undefined): void {
    this.#awaited = judged;
  }

  /** Takes a message that somebody sent by hand. */
  take(id: string): void {
    this.#messageId = id;
    this.#isOver = true;
    this.#isSilent = true;
  }

  /** Every action is done. */
  end(): void {
    this.#isOver = true;
  }

  /** From now on, the absence of a message is the result. */
  fallSilent(): void {
    this.#isSilent = true;
  }

  /** Shows the result as soon as it's known, without waiting for the picture. */
  hurry(): void {
    this.#isHurried = true;
  }

  /**
   * Shows what is known now, whatever happens to the lab afterwards; only a later result of the same message replaces it.
   * Returns what to save.
   */
  settle(): { results: Results; was?: readonly string[]; passed: boolean } {
    const results = [...this.#found];
    const passed = this.meetsCheck;
    this.results = results;
    this.was = this.#asked().predict.kind === "hears" ? undefined : (this.#rightAnswer ?? []);
    this.failure = passed ? undefined : this.#verdict;
    // A client confirms a moment after its server wrote to it.
    if (passed && !results.some(([, { got }]) => got === "delivered")) this.#hasPassed = true;
    return { results, ...(this.was && { was: this.was }), passed };
  }

  /** Shows the results saved on an earlier visit. */
  restore(results: Results, was: readonly string[] | undefined, passed: boolean): void {
    this.results = results;
    this.was = was;
    this.#hasPassed = passed;
  }
}
