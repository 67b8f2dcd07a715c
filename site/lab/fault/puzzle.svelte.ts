// The search for a fault, from breaking the lab to fixing it again.
//
//   idle ──begin──▶ breaking ──▶ searching ──found, shown──▶ solved ──fix──▶ fixing ──▶ fixed

import { createConcealer } from "../derive/conceal.ts";
import type { Lab } from "../live/lab.svelte.ts";
import type { Target } from "../steps/actions.ts";
import { brokenLab, type Fault, type FaultName, healthy, pickFault, seededRandom } from "./puzzle-faults.ts";
import type { FaultWords } from "./words/en.ts";

export class Puzzle {
  phase = $state<"idle" | "breaking" | "searching" | "solved" | "fixing" | "fixed">("idle");
  fault = $state.raw<Fault | undefined>();
  /** What the learner has ticked. */
  chosen = $state<FaultName | undefined>();
  /** The learner's last answer, if it was wrong. */
  missed = $state.raw<FaultName | undefined>();
  /** The learner gave up. */
  isShown = $state(false);
  /** The number of answers for this fault. */
  tries = $state(0);
  /** The number of faults found so far. */
  found = $state(0);
  trouble = $state("");
  /** The page's script is running. */
  isLive = $state(false);
  #lab: Lab;
  #words: () => FaultWords;
  #random: () => number = Math.random;

  constructor(lab: Lab, words: () => FaultWords) {
    this.#lab = lab;
    this.#words = words;
    // Setting the lab up for something else ends the search.
    $effect(() => {
      if (this.phase !== "searching" || lab.knowledge.isConcealed) return;
      this.phase = "idle";
      this.trouble = words().interrupted;
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
    this.isLive = true;
    return () => {
      this.#lab.knowledge.reveal();
    };
  };

  /** Breaks the lab, and hides everything that would give the fault away. */
  begin = async (): Promise<void> => {
    this.trouble = "";
    this.phase = "breaking";
    this.fault = pickFault(this.#random, this.fault?.name);
    this.chosen = undefined;
    this.missed = undefined;
    this.isShown = false;
    this.tries = 0;
    const isBroken = (await this.#lab.ready()) && (await this.#break(brokenLab(this.fault)));
    this.phase = isBroken ? "searching" : "idle";
    if (isBroken) return;
    this.#lab.knowledge.reveal();
    this.trouble = this.#words().failed;
  };

  /** Brings the lab into this state without showing how. Resolves to whether it got there. */
  async #break(target: Target): Promise<boolean> {
    const { knowledge, setup, changes } = this.#lab;
    const isBroken = knowledge.conceal(createConcealer);
    const done = await setup.reach(target);
    changes.reset();
    isBroken();
    return done;
  }

  /** Submits the choice that is ticked. */
  answer(): void {
    if (!this.chosen || !this.fault) return;
    this.tries += 1;
    this.missed = this.chosen === this.fault.name ? undefined : this.chosen;
    if (this.missed) return;
    this.found += 1;
    this.#solve();
  }

  /** Gives up. */
  show = (): void => {
    this.isShown = true;
    this.missed = undefined;
    this.#solve();
  };

  fix = async (): Promise<void> => {
    this.phase = "fixing";
    const isHealthy = await this.#lab.prepare(healthy);
    this.phase = isHealthy ? "fixed" : "solved";
    this.trouble = isHealthy ? "" : this.#words().failed;
  };

  #solve(): void {
    this.phase = "solved";
    this.#lab.knowledge.reveal();
  }
}
