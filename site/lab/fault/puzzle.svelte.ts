// The search for a fault as it goes: idle ▶ breaking ▶ search ▶ solved ▶ mending ▶ mended.

import { useLab } from "../context.ts";
import { broken, type Fault, type FaultName, healthy, pickFault, seeded } from "./faults.ts";
import type { FaultWords } from "./words/en.ts";

export function createPuzzle(words: () => FaultWords) {
  const lab = useLab();
  let phase = $state<"idle" | "breaking" | "search" | "solved" | "mending" | "mended">("idle");
  let fault = $state.raw<Fault | undefined>();
  let chosen = $state<FaultName | undefined>();
  /** What was chosen and was not it. */
  let missed = $state.raw<FaultName | undefined>();
  let isShown = $state(false);
  let tries = $state(0);
  let found = $state(0);
  let trouble = $state("");
  let isLive = $state(false);
  let random: () => number = Math.random;

  const isOver = $derived(phase === "solved" || phase === "mending" || phase === "mended");

  // Whoever sets the lab up for something else has ended the search.
  $effect(() => {
    if (phase !== "search" || lab.isPuzzle) return;
    phase = "idle";
    trouble = words().interrupted;
  });

  function end() {
    phase = "solved";
    lab.isPuzzle = false;
  }

  return {
    get phase() {
      return phase;
    },
    get isOver() {
      return isOver;
    },
    get fault() {
      return fault;
    },
    get chosen() {
      return chosen;
    },
    set chosen(name: FaultName | undefined) {
      chosen = name;
    },
    get missed() {
      return missed;
    },
    get isShown() {
      return isShown;
    },
    get tries() {
      return tries;
    },
    get found() {
      return found;
    },
    get trouble() {
      return trouble;
    },
    get isLive() {
      return isLive;
    },
    mount(): () => void {
      // `?fault=7` gives the same faults every time, for a test or for a whole class.
      const seed = new URLSearchParams(location.search).get("fault");
      if (seed !== null && /^\d+$/.test(seed)) random = seeded(Number(seed));
      isLive = true;
      return () => {
        lab.isPuzzle = false;
      };
    },
    async begin() {
      trouble = "";
      phase = "breaking";
      fault = pickFault(random, fault?.name);
      [chosen, missed, isShown, tries] = [undefined, undefined, false, 0];
      const isThere = (await lab.ready()) && (await lab.breakWith(broken(fault)));
      phase = isThere ? "search" : "idle";
      if (!isThere) {
        lab.isPuzzle = false;
        trouble = words().failed;
      }
    },
    answer() {
      if (!chosen || !fault) return;
      tries += 1;
      missed = chosen === fault.name ? undefined : chosen;
      if (missed) return;
      found += 1;
      end();
    },
    /** Gives up. */
    show() {
      isShown = true;
      missed = undefined;
      end();
    },
    async mend() {
      phase = "mending";
      const isThere = await lab.prepare(healthy);
      phase = isThere ? "mended" : "solved";
      trouble = isThere ? "" : words().failed;
    },
  };
}
