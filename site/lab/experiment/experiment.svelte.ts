// One experiment as it goes: predict ▶ set up ▶ run ▶ done. It is judged by the trace, so doing it by hand counts as well.

import { untrack } from "svelte";
import { forget, keep, recall } from "../../storage.ts";
import { type CheckName, judge } from "../checks/judge.ts";
import type { Message } from "../derive/messages.ts";
import { outcomeOf } from "../derive/outcome.ts";
import type { Result } from "../derive/result.ts";
import { lab } from "../live/lab.svelte.ts";
import { until } from "../live/until.ts";
import type { Action, Awaited, Target } from "../steps/actions.ts";
import { isOfRun } from "../steps/expected.ts";
import { find, judgedIndex } from "../steps/run.ts";
import type { LabWords } from "../words/lab.ts";
import { type Claimant, owns, register } from "./message-owner.ts";
import { firstMet, following, isKept, type Kept, keyFor } from "./prediction.ts";

export interface Asked {
  id: string;
  /** Whom the question is about, by name. */
  clients: readonly string[];
  run: readonly Action[];
  /** The state that the step assumes. */
  setup: Target;
  check: CheckName;
  words: LabWords;
}

type Results = readonly (readonly [string, Result])[];

/** Silence counts once no message has come for this long after the last action. */
const silentMs = 1_000;
/** What is done after the message may still bring it: a Redis client tries again every 400 ms. */
const lateMs = 2_000;

export function createExperiment(asked: () => Asked) {
  let phase = $state<"predict" | "set-up" | "running" | "done">("predict");
  let predicted = $state.raw<readonly string[] | null>(null);
  let isSkipped = $state(false);
  let isAsked = $state(false);
  let isReady = $state(false);
  let trouble = $state("");
  /** The action that is under way. */
  let step = $state<number | undefined>();
  let kept = $state.raw<Results>([]);
  let hasPassed = $state(false);
  let messageId = $state.raw<string | undefined>();
  let awaited = $state.raw<Awaited | undefined>();
  /** Every action is done, and as for silence, it has lasted long enough. */
  let isOver = $state(false);
  let isSilent = $state(false);
  let isExplained = $state(false);
  /** Messages up to here were sent before the prediction, or before the run. */
  let since: number | undefined;
  let key = "";
  let claim: { attend: () => void; close: () => void } | undefined;
  let runs = 0;

  /** By the label in the picture; in a second tab α may be α′. */
  const labels = $derived(asked().clients.map((name) => lab.labelOf(name)));
  const message = $derived(
    messageId === undefined ? awaited && find(awaited, lab.hands) : lab.derived.messages.get(messageId),
  );
  const outcome = $derived(message && outcomeOf(message, labels, lab.derived.picture, lab.now));
  const isKnown = $derived(isOver && (outcome !== undefined || (isSilent && message === undefined)));
  const results = $derived.by<Results>(() => {
    const { clients } = asked();
    if (!isKnown || hasPassed) return kept;
    if (outcome) return [...outcome.results.values()].map((result, index) => [clients[index] ?? "", result]);
    return clients.map((name) => [name, { got: "nothing" }]);
  });
  const verdict = $derived(
    isKnown || outcome ? judge(asked().check, outcome, lab.derived, asked().words.checks, since) : undefined,
  );
  const passed = $derived(hasPassed || (verdict?.passed ?? false));

  $effect(() => {
    if (!isKnown || hasPassed) return;
    const state = { predicted, results: [...results], passed };
    untrack(() => {
      if (phase !== "done") isExplained = true;
      phase = "done";
      // What was reached stays reached, whatever is done to the lab afterwards.
      kept = state.results;
      // A client that was written to says a moment later that it has it.
      const isConfirmed = !state.results.some(([, { got }]) => got === "delivered");
      if (verdict?.passed && isConfirmed) hasPassed = true;
    });
    remember(state);
  });

  /** That its check was met once is never forgotten here: not by another prediction, and not by a run that fails. */
  function remember(state: Pick<Kept, "predicted" | "results" | "passed">) {
    const before = recall(key, isKept);
    if (state.predicted === null && !state.results && firstMet(before) === undefined) forget(key);
    else keep(key, following(before, state, Date.now()));
  }

  // A message that fits is this experiment's, whoever sent it: the field, the terminal or another tab.
  function watchHands(claimant: Claimant) {
    $effect(() => {
      const { derived } = lab;
      if (derived.seq === 0) return;
      untrack(() => {
        since ??= derived.seq;
        if (!isWaiting()) return;
        const found = [...derived.messages.values()].findLast(
          (one) => claimant.wants(one) && owns(claimant, one),
        );
        if (!found) return;
        messageId = found.id;
        phase = "running";
        isReady = false;
        isOver = true;
      });
    });
  }

  const isWaiting = () => phase === "predict" && messageId === undefined && (predicted !== null || isSkipped);

  function wants(one: Message): boolean {
    const { run, setup } = asked();
    const isLater = (one.trail[0]?.seq ?? 0) > (since ?? Number.POSITIVE_INFINITY);
    return isWaiting() && isLater && isOfRun(one, run, setup, lab.labelOf);
  }

  function predict(name: string | undefined, isChosen: boolean) {
    const others = (predicted ?? []).filter((one) => one !== name);
    if (name === undefined) predicted = isChosen ? [] : null;
    else if (isChosen) predicted = [...others, name];
    else predicted = others.length ? others : null;
    isAsked = false;
    isReady = false;
    remember({ predicted });
    // What was sent before does not answer what is said now.
    since = lab.derived.seq || undefined;
  }

  /** Does what the step does. False when a prediction is wanted first. */
  async function start(skip = false): Promise<boolean> {
    if (predicted === null && !skip && !isSkipped) {
      isAsked = true;
      return false;
    }
    isSkipped ||= skip;
    isAsked = false;
    if (!(await setUp(lab.isReady))) return true;
    begin();
    runs += 1;
    const mine = runs;
    const { run, words } = asked();
    const chosen = judgedIndex(run);
    const ran = await lab.run(run, (index) => {
      step = index;
      // Anything that is sent before the one that counts is not it.
      if (index === chosen) since = lab.derived.seq;
    });
    if (mine !== runs) return true;
    step = undefined;
    awaited = ran.judged;
    if (!ran.done) {
      phase = "predict";
      trouble = words.experiment.stopped;
      return true;
    }
    const hasMore = chosen !== undefined && chosen < run.length - 1;
    if (hasMore) await until(() => verdict?.passed ?? false, lateMs);
    if (mine !== runs) return true;
    isOver = true;
    setTimeout(() => {
      if (mine === runs) isSilent = true;
    }, silentMs);
    return true;
  }

  function begin() {
    messageId = undefined;
    awaited = undefined;
    kept = [];
    hasPassed = false;
    isOver = false;
    isSilent = false;
    isReady = false;
    since = lab.derived.seq;
    phase = "running";
  }

  /**
   * Brings the lab into the step's state, unless it may stay as it is; false, with the reason shown, when it does not get
   * there.
   */
  async function setUp(mayStay: (setup: Target) => boolean): Promise<boolean> {
    const { setup, words } = asked();
    trouble = "";
    isReady = false;
    const was = phase;
    phase = "set-up";
    const isThere = (await lab.ready()) && (mayStay(setup) || (await lab.setUp(setup)));
    phase = was === "done" ? "done" : "predict";
    isReady = isThere;
    if (!isThere) {
      const refused = lab.notices.findLast((notice) => notice.says === "refused");
      trouble =
        lab.phase.is !== "live"
          ? words.trouble.away
          : refused
            ? words.trouble.refused(refused.message)
            : words.trouble.notReady;
    }
    return isThere;
  }

  return {
    get phase() {
      return phase;
    },
    get isBusy() {
      return phase === "set-up" || phase === "running";
    },
    get predicted() {
      return predicted;
    },
    get isAsked() {
      return isAsked;
    },
    get isReady() {
      return isReady;
    },
    get trouble() {
      return trouble;
    },
    get step() {
      return step;
    },
    get results() {
      return results;
    },
    get verdict() {
      return verdict;
    },
    get passed() {
      return passed;
    },
    get isExplained() {
      return isExplained || phase === "done";
    },
    /** Takes up what is kept in the browser, and listens to what is done by hand; answers how to end that. */
    mount(element: HTMLElement): () => void {
      key = keyFor(location.pathname, asked().id);
      const before = recall(key, isKept);
      if (before) {
        predicted = before.predicted;
        kept = before.results ?? [];
        hasPassed = before.passed ?? false;
        if (kept.length) phase = "done";
      }
      const claimant = { element, wants };
      claim = register(claimant);
      const stop = $effect.root(() => watchHands(claimant));
      return () => {
        stop();
        claim?.close();
      };
    },
    /** The learner is at this experiment. */
    attend: () => claim?.attend(),
    predict,
    start,
    /** As the text assumes it, without the clients that the learner added. */
    setUp: () => setUp(() => false),
    explain() {
      isExplained = true;
    },
    again() {
      predicted = null;
      remember({ predicted });
      isSkipped = false;
      isExplained = false;
      trouble = "";
      begin();
      phase = "predict";
    },
  };
}
