// The search for a fault, from breaking the lab to fixing it again.
//
//   idle ──begin──▶ breaking ──▶ searching ──found, shown──▶ solved ──fix──▶ fixing ──▶ fixed

import { createConcealer } from "../derive/conceal.ts";
import type { Lab } from "../live/lab.svelte.ts";
import type { Target } from "../steps/actions.ts";
import { flapCable } from "./flapping-cable.ts";
import {
  brokenLab,
  type Fault,
  type FaultName,
  faultOfDay,
  healthy,
  levels,
  pickFault,
  seededRandom,
} from "./puzzle-faults.ts";
import { loadPlayed, type Played, savePlayed, scoreOf } from "./score.ts";
import type { FaultWords } from "./words/en.ts";

/** A level, from 1, or the puzzle of a day. */
export type Game = number | "today";

export class Puzzle {
  phase = $state<"idle" | "breaking" | "searching" | "solved" | "fixing" | "fixed">("idle");
  fault = $state.raw<Fault>([]);
  game = $state.raw<Game>(1);
  /** What the learner has ticked. */
  chosen = $state.raw<readonly FaultName[]>([]);
  /** What was wrong with the learner's last answer: a fault that isn't there, or one that is missing. */
  missed = $state.raw<FaultName | "one-more" | undefined>();
  /** The learner gave up. */
  isShown = $state(false);
  /** The wrong answers for this fault. */
  wrong = $state(0);
  /** The messages sent while searching that are still in the trace; they stay when the fault is found. */
  questions = $state(0);
  score = $state(0);
  played = $state.raw<Played>({ level: 1, best: {} });
  trouble = $state("");
  /** The page's script is running. */
  isLive = $state(false);
  /** Messages up to this event of the trace came before the search. */
  #since = 0;
  #day = "";
  #endFlicker: () => void = () => {};
  #lab: Lab;
  #words: () => FaultWords;
  #random: () => number = Math.random;

  constructor(lab: Lab, words: () => FaultWords) {
    this.#lab = lab;
    this.#words = words;
    // Setting the lab up for something else ends the search.
    $effect(() => {
      if (this.phase !== "searching" || lab.learnerView.isConcealed) return;
      this.#endFlicker();
      this.phase = "idle";
      this.trouble = words().interrupted;
    });
    $effect(() => {
      const { messages } = lab.derived;
      if (this.phase !== "searching") return;
      const sent = [...messages.values()].filter(({ trail }) => (trail[0]?.seq ?? 0) > this.#since);
      this.questions = Math.max(this.questions, sent.length);
    });
  }

  get isOver(): boolean {
    return this.phase === "solved" || this.phase === "fixing" || this.phase === "fixed";
  }

  /** Returns a function that ends the puzzle. */
  mount = (): (() => void) => {
    // `?fault=7` gives the same faults every time, for a test or for a whole class.
    const seed = new URLSearchParams(location.search).get("fault");
    if (seed !== null && /^\d+$/.test(seed)) this.#random = seededRandom(Number(seed));
    this.played = loadPlayed();
    this.game = this.played.level;
    this.isLive = true;
    return () => {
      this.#endFlicker();
      this.#lab.learnerView.reveal();
    };
  };

  /** Breaks the lab, and hides everything that would give the fault away. */
  begin = async (): Promise<void> => {
    this.#endFlicker();
    this.trouble = "";
    this.phase = "breaking";
    this.#day = new Date().toISOString().slice(0, 10);
    this.fault =
      this.game === "today" ? faultOfDay(this.#day) : pickFault(this.#random, this.game, this.fault);
    this.chosen = [];
    this.missed = undefined;
    this.isShown = false;
    this.wrong = 0;
    this.questions = 0;
    const isBroken = (await this.#lab.ready()) && (await this.#break(brokenLab(this.fault)));
    this.#since = this.#lab.derived.seq;
    this.phase = isBroken ? "searching" : "idle";
    const unsteady = this.fault.find(({ name }) => name === "comes-and-goes");
    if (isBroken && unsteady)
      this.#endFlicker = flapCable(this.#lab.actions, unsteady.server, () => this.#lab.changes.reset());
    if (isBroken) return;
    this.#lab.learnerView.reveal();
    this.trouble = this.#words().failed;
  };

  /** Brings the lab into this state without showing how. Resolves to whether it got there. */
  async #break(target: Target): Promise<boolean> {
    const { learnerView, setup, changes } = this.#lab;
    const isBroken = learnerView.conceal(createConcealer);
    const done = await setup.reach(target);
    changes.reset();
    isBroken();
    return done;
  }

  choose(name: FaultName, isChosen: boolean): void {
    const others = this.fault.length > 1 ? this.chosen.filter((one) => one !== name) : [];
    this.chosen = isChosen ? [...others, name] : others;
  }

  /** Submits what is ticked. */
  answer(): void {
    if (this.chosen.length === 0) return;
    const names = this.fault.map(({ name }) => name);
    const isMissing = this.chosen.length < names.length ? "one-more" : undefined;
    this.missed = this.chosen.find((name) => !names.includes(name)) ?? isMissing;
    if (this.missed) {
      this.wrong += 1;
      return;
    }
    this.score = scoreOf(this.questions, this.wrong);
    const of = this.game === "today" ? this.#day : String(this.game);
    this.played = savePlayed(this.played, of, this.score);
    this.#solve();
  }

  /** Gives up. */
  show = (): void => {
    this.isShown = true;
    this.missed = undefined;
    this.#solve();
  };

  /** The next level if this one was found, or the same again. */
  next = (): Promise<void> => {
    if (this.game !== "today" && !this.isShown) this.game = Math.min(this.game + 1, levels.length);
    return this.begin();
  };

  fix = async (): Promise<void> => {
    this.phase = "fixing";
    const isHealthy = await this.#lab.prepare(healthy);
    this.phase = isHealthy ? "fixed" : "solved";
    this.trouble = isHealthy ? "" : this.#words().failed;
  };

  #solve(): void {
    this.#endFlicker();
    this.phase = "solved";
    this.#lab.learnerView.reveal();
  }
}
