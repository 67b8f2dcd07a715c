// One experiment as it goes: predict ▶ set up ▶ run ▶ done. It is judged by the trace, so doing it by hand counts as well.

import { untrack } from "svelte";
import { forget, keep, recall } from "../../storage.ts";
import { useLab } from "../context.ts";
import type { Message } from "../derive/messages.ts";
import { until } from "../live/until.ts";
import type { Target } from "../steps/actions.ts";
import { isOfRun } from "../steps/expected.ts";
import { judgedIndex, run as runSteps } from "../steps/run.ts";
import type { Asked } from "./asked.ts";
import { createFinding } from "./finding.svelte.ts";
import { type Claimant, owns, register } from "./message-owner.ts";
import { firstMet, following, isKept, type Kept, keyFor } from "./prediction.ts";
import { createPreparing } from "./preparing.svelte.ts";
import { questions } from "./questions.svelte.ts";

/** Silence counts once no message has come for this long after the last action. */
const silentMs = 1_000;
/** What is done after the message may still bring it: a Redis client tries again every 400 ms. */
const lateMs = 2_000;

export function createExperiment(asked: () => Asked) {
  const lab = useLab();
  let phase = $state<"predict" | "set-up" | "running" | "done">("predict");
  let predicted = $state.raw<readonly string[] | null>(null);
  let isSkipped = $state(false);
  let isAsked = $state(false);
  /** The action that is under way. */
  let step = $state<number | undefined>();
  let isExplained = $state(false);
  let isInSight = $state(false);
  /** Messages up to here were sent before the prediction, or before the run. */
  let since: number | undefined;
  let key = "";
  let claim: { attend: () => void; close: () => void } | undefined;
  let runs = 0;
  let labId = "";

  const finding = createFinding(asked, () => since);
  const preparing = createPreparing(asked);

  $effect(() => {
    if (!finding.isReady) return;
    const state = { predicted, ...finding.settle() };
    untrack(() => {
      if (phase !== "done") isExplained = true;
      phase = "done";
    });
    remember(state);
  });

  // What was said about the last lab says nothing about this one.
  $effect(() => {
    if (lab.id === labId) return;
    if (labId !== "") untrack(leaveLab);
    labId = lab.id;
  });

  function leaveLab() {
    finding.leaveLab();
    since = undefined;
    preparing.forget();
    if (phase !== "running") return;
    runs += 1;
    step = undefined;
    phase = "predict";
    preparing.say(asked().words.experiment.lost);
  }

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
        finding.take(found.id);
        phase = "running";
        preparing.forget();
      });
    });
    $effect(() => questions.set(claimant.element, isInSight && phase !== "done" && !isExplained));
  }

  const isWaiting = () => phase === "predict" && !finding.hasMessage && (predicted !== null || isSkipped);

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
    preparing.forget();
    // Before it has come alive, `mount` keeps it.
    if (key) remember({ predicted });
    // What was sent before does not answer what is said now.
    since = lab.derived.seq || undefined;
  }

  /** Does what the step does. False when a prediction is wanted first. */
  async function start(skip = false): Promise<boolean> {
    if (phase === "running") finding.hurry();
    if (phase === "running" || phase === "set-up") return true;
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
    const ran = await runSteps(run, lab.actions, (index) => {
      step = index;
      // Anything that is sent before the one that counts is not it.
      if (index === chosen) since = lab.derived.seq;
    });
    if (mine !== runs) return true;
    step = undefined;
    finding.expect(ran.judged);
    if (!ran.done) {
      phase = "predict";
      preparing.say(words.experiment.stopped);
      return true;
    }
    const hasMore = chosen !== undefined && chosen < run.length - 1;
    if (hasMore) await until(() => finding.meetsCheck, lateMs);
    if (mine !== runs) return true;
    finding.end();
    setTimeout(() => {
      if (mine === runs) finding.fallSilent();
    }, silentMs);
    return true;
  }

  function begin() {
    finding.begin();
    preparing.forget();
    since = lab.derived.seq;
    phase = "running";
  }

  async function setUp(mayStay: (setup: Target) => boolean): Promise<boolean> {
    const was = phase;
    phase = "set-up";
    const isThere = await preparing.prepare(mayStay);
    phase = was === "done" ? "done" : "predict";
    return isThere;
  }

  return {
    get phase() {
      return phase;
    },
    get isBusy() {
      return phase === "set-up" || phase === "running";
    },
    /** It has run, and the picture is telling what came of it. */
    get isBeingTold() {
      return phase === "running" && finding.isBeingTold;
    },
    get predicted() {
      return predicted;
    },
    get isAsked() {
      return isAsked;
    },
    get isReady() {
      return preparing.isReady;
    },
    get trouble() {
      return preparing.trouble;
    },
    get step() {
      return step;
    },
    finding,
    get isExplained() {
      return isExplained || phase === "done";
    },
    /** Takes up what is kept in the browser, and listens to what is done by hand; answers how to end that. */
    mount(element: HTMLElement): () => void {
      key = keyFor(location.pathname, asked().id);
      const before = recall(key, isKept);
      /** What was ticked before this came alive. */
      const early = predicted;
      if (before) {
        predicted = before.predicted;
        finding.restore(before.results ?? [], before.passed ?? false);
        if (finding.results.length) phase = "done";
      }
      if (early && phase !== "done") {
        predicted = early.length ? [...new Set([...(predicted ?? []), ...early])] : early;
        remember({ predicted });
      }
      const claimant = { element, wants };
      claim = register(claimant);
      const stop = $effect.root(() => watchHands(claimant));
      const sight = new IntersectionObserver((entries) => {
        isInSight = entries.at(-1)?.isIntersecting ?? false;
      });
      sight.observe(element);
      return () => {
        sight.disconnect();
        questions.set(element, false);
        stop();
        claim?.close();
      };
    },
    /** The learner is at this experiment. */
    attend: () => claim?.attend(),
    predict,
    start,
    /** As the text assumes it, without the clients that the learner added. */
    setUp: async () => phase === "set-up" || phase === "running" || setUp(() => false),
    explain() {
      isExplained = true;
    },
    again() {
      predicted = null;
      remember({ predicted });
      isSkipped = false;
      isExplained = false;
      begin();
      phase = "predict";
    },
  };
}
