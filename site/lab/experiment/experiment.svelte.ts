// One experiment: its state, and what each change does to lab, result and storage. Judged by the trace, so by hand counts, too.

import { untrack } from "svelte";
import type { Message } from "../derive/messages.ts";
import type { Lab } from "../live/lab.svelte.ts";
import { until } from "../live/until.ts";
import { type Answer, choose, isWhole, joined } from "../predict/chosen-answer.ts";
import type { ExperimentSpec } from "./experiment-spec.ts";
import { type MessageOwner, owns, register } from "./message-owner.ts";
import { questions } from "./open-questions.svelte.ts";
import { prepare, unlessAway } from "./prepare/prepare.ts";
import { prepareRun } from "./prepare/prepare-run.ts";
import { runner } from "./runner/load-runner.svelte.ts";
import { restoreExperiment, saveExperiment } from "./saved-experiment.ts";
import { type Event, type Failure, initial, isBusy, next, type State } from "./state-machine.ts";
import { keyFor } from "./step-key.ts";
import { RunResult } from "./verdict/run-result.svelte.ts";
import { lateMs, silentMs } from "./verdict/verdict-timing.ts";

export class Experiment {
  state = $state.raw<State>(initial);
  /** The tokens of the learner's answer; null without a prediction. */
  predicted = $state.raw<Answer>(null);
  readonly result: RunResult;
  #lab: Lab;
  #asked: () => ExperimentSpec;
  #isSkipped = $state(false); // the learner runs it without a prediction
  #isExplained = $state(false);
  #isInSight = $state(false);
  #since: number | undefined; // what was sent up to this event of the trace, or before the run, doesn't count
  #key = ""; // it's saved under; empty until it's mounted
  #owner: { attend: () => void; close: () => void } | undefined;
  #runs = 0; // so that an abandoned one no longer changes anything
  #labId = "";

  constructor(lab: Lab, asked: () => ExperimentSpec) {
    this.#lab = lab;
    this.#asked = asked;
    this.result = new RunResult(lab, asked, { since: () => this.#since, said: () => this.predicted });
    $effect(() => this.#followLab(lab.id)); // first: what another lab lacks isn't this run's result
    $effect(() => this.#showFinding());
    $effect(() => {
      if (!lab.isKnown) return;
      this.#send({ type: "lab-back" });
      if (this.predicted && this.state.is !== "judged") void runner.load(); // from now on it may be done by hand
    });
  }

  get isBusy(): boolean {
    return isBusy(this.state);
  }

  /** Everything was sent, and the picture is still showing the result. */
  get isBeingShown(): boolean {
    return this.state.is === "showing" && this.result.isBeingShown;
  }

  get hasPredicted(): boolean {
    return isWhole(this.#asked().predict, this.predicted);
  }

  /** The explanation is open. */
  get isExplained(): boolean {
    return this.#isExplained || this.state.is === "judged";
  }

  /** Restores what the browser saved, and watches for messages sent by hand. Returns an unsubscribe function. */
  mount(element: HTMLElement): () => void {
    this.#restore();
    const owner: MessageOwner = { element, expects: (message) => this.#expects(message) };
    this.#owner = register(owner);
    const stop = $effect.root(() => {
      $effect(() => this.#watch(owner));
      $effect(() => {
        questions.set(element, this.#isInSight && this.state.is !== "judged" && !this.#isExplained);
      });
    });
    const sight = new IntersectionObserver((entries) => {
      this.#isInSight = entries.at(-1)?.isIntersecting ?? false;
    });
    sight.observe(element);
    return () => {
      sight.disconnect();
      questions.set(element, false);
      stop();
      this.#owner?.close();
    };
  }

  attend = (): void => this.#owner?.attend();

  /** Chooses an answer or takes it back; without a token, it's "nobody" or "none". */
  predict = (token: string | undefined, isChosen: boolean): void => {
    this.predicted = choose(this.#asked().predict, this.predicted, token, isChosen);
    this.#send({ type: "predicted" });
    // A prediction from before it was mounted is saved then.
    // Half an order is no answer yet.
    if (this.#key) saveExperiment(this.#key, { predicted: this.hasPredicted ? this.predicted : null });
    this.#since = this.#lab.derived.seq || undefined; // what was sent earlier doesn't answer it
  };

  /** Runs the step. Resolves to false if a prediction is needed first. `skips`: the learner doesn't want to make one. */
  async start(skips = false): Promise<boolean> {
    if (this.isBusy) {
      if (this.state.is !== "setting-up") this.result.hurry();
      return true;
    }
    const mayRun = this.hasPredicted || skips || this.#isSkipped;
    this.#send({ type: "start", mayRun });
    if (!mayRun) return false;
    this.#isSkipped ||= skips;
    if (await this.#prepared(prepareRun(this.#lab, this.#asked(), this.predicted))) await this.#run();
    return true;
  }

  /** Brings the lab into the state the step assumes, without the clients the learner added. */
  async prepare(): Promise<void> {
    if (this.isBusy) return;
    this.#send({ type: "prepare" });
    await this.#prepared(prepare(this.#lab, this.#asked(), () => false));
  }

  explain(): void {
    this.#isExplained = true;
  }

  /** Clears prediction and result, and asks again. */
  again(): void {
    this.predicted = null;
    saveExperiment(this.#key, { predicted: null });
    this.#isSkipped = false;
    this.#isExplained = false;
    this.result.begin();
    this.#since = this.#lab.derived.seq;
    this.#send({ type: "again" });
  }

  #send(event: Event): void {
    untrack(() => {
      this.state = next(this.state, event);
    });
  }

  async #prepared(preparing: Promise<Failure | undefined>): Promise<boolean> {
    const failure = await preparing;
    this.#send(failure ? { type: "failed", failure } : { type: "prepared" });
    return !failure;
  }

  async #run(): Promise<void> {
    this.result.begin();
    this.#since = this.#lab.derived.seq;
    this.#runs += 1;
    const number = this.#runs;
    const isLeft = () => number !== this.#runs;
    const loaded = await runner.load();
    if (isLeft()) return;
    if (!loaded) return this.#send({ type: "failed", failure: unlessAway(this.#lab, { is: "unloaded" }) });
    const { predict, run } = this.#asked();
    const actions = [...loaded.actionsOf(predict, this.predicted), ...run];
    const judged = loaded.judgedIndex(actions);
    const ran = await this.#lab.carryOut(loaded.runActions, actions, (step) => {
      if (isLeft()) return;
      this.#send({ type: "step", step });
      // Messages sent before the judged action don't count.
      if (step === judged) this.#since = this.#lab.derived.seq;
    });
    if (isLeft()) return;
    this.result.expect(ran.judged);
    if (!ran.done) return this.#send({ type: "failed", failure: unlessAway(this.#lab, { is: "stopped" }) });
    this.#send({ type: "step", step: undefined });
    const hasMore = judged !== undefined && judged < actions.length - 1;
    if (hasMore) await until(() => this.result.meetsCheck, lateMs);
    if (isLeft()) return;
    this.result.end();
    this.#send({ type: "ended" });
    setTimeout(() => {
      if (!isLeft()) this.result.fallSilent();
    }, silentMs);
  }

  #showFinding(): void {
    if (!this.result.isReady) return;
    const saved = { predicted: this.predicted, ...this.result.settle() };
    untrack(() => {
      if (this.state.is !== "judged") this.#isExplained = true;
    });
    this.#send({ type: "shown" });
    saveExperiment(this.#key, saved);
  }

  /** Results from the last lab say nothing about another one. */
  #followLab(id: string): void {
    if (id === this.#labId) return;
    const isFirst = this.#labId === "";
    this.#labId = id;
    if (isFirst) return;
    untrack(() => {
      this.result.leaveLab();
      this.#since = undefined;
      this.#runs += 1;
      this.#send({ type: "lab-left", isAway: !this.#lab.isKnown });
    });
  }

  /** A message that fits belongs to this experiment, whether it came from the field, the terminal or another tab. */
  #watch(owner: MessageOwner): void {
    const { seq, messages } = this.#lab.derived;
    if (seq === 0 || !runner.now) return;
    untrack(() => {
      this.#since ??= seq;
      if (!this.#isWaiting()) return;
      const found = [...messages.values()].findLast((one) => owner.expects(one) && owns(owner, one));
      if (!found) return;
      this.result.take(found.id);
      this.#send({ type: "sent-by-hand" });
    });
  }

  #isWaiting(): boolean {
    const hasChosen = this.hasPredicted || this.#isSkipped;
    return this.state.is === "asking" && !this.result.hasMessage && hasChosen;
  }

  #expects(message: Message): boolean {
    const { run, setup, predict } = this.#asked();
    const isLater = (message.trail[0]?.seq ?? 0) > (this.#since ?? Number.POSITIVE_INFINITY);
    // Nobody changes a line by hand.
    if (!this.#isWaiting() || !isLater || !runner.now || predict.kind === "change") return false;
    return runner.now.isRunMessage(message, run, setup, (name) => this.#lab.labelOf(name));
  }

  #restore(): void {
    const asked = this.#asked();
    this.#key = keyFor(location.pathname, asked.id);
    const saved = restoreExperiment(this.#key, asked);
    const early = this.predicted; // boxes that were ticked before it was mounted
    if (saved) {
      this.predicted = saved.predicted;
      this.result.restore(saved.results, saved.was, saved.passed ?? false);
      if (saved.results.length) this.#send({ type: "restored" });
    }
    if (early && this.state.is !== "judged") {
      this.predicted = joined(asked.predict, this.predicted, early);
      saveExperiment(this.#key, { predicted: this.predicted });
    }
  }
}
