// Bringing the lab into the state that a step assumes, and what stands in the way. What is said goes when it is over.

import { useLab } from "../context.ts";
import type { Target } from "../steps/actions.ts";
import type { Asked } from "./asked.ts";

/** `away` is over as soon as the lab is back. */
type Trouble = { is: "away" } | { is: "said"; text: string };

export function createPreparing(asked: () => Asked) {
  const lab = useLab();
  let trouble = $state.raw<Trouble | undefined>();
  let isReady = $state(false);

  $effect(() => {
    if (lab.phase.is === "live" && trouble?.is === "away") trouble = undefined;
  });

  /** The lab is away, or else it's this. */
  function say(text: string) {
    trouble = lab.phase.is === "live" ? { is: "said", text } : { is: "away" };
  }

  return {
    get trouble(): string {
      if (trouble?.is === "away") return asked().words.experiment.away;
      return trouble?.text ?? "";
    },
    /** The lab is as the step assumes it. */
    get isReady() {
      return isReady;
    },
    say,
    forget() {
      trouble = undefined;
      isReady = false;
    },
    /** False, with the reason shown, when the lab doesn't get there. `mayStay`: whether it can be left as it is. */
    async prepare(mayStay: (setup: Target) => boolean): Promise<boolean> {
      const { setup, words } = asked();
      trouble = undefined;
      isReady = false;
      isReady = (await lab.ready()) && (mayStay(setup) || (await lab.prepare(setup)));
      if (isReady) return true;
      const refused = lab.notices.shown.findLast((notice) => notice.says === "refused");
      say(refused ? words.trouble.refused(refused.message) : words.trouble.notReady);
      return false;
    },
  };
}
