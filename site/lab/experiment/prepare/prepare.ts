// Brings the lab into the state an experiment assumes, or says why it can't.

import type { Lab } from "../../live/lab.svelte.ts";
import type { Target } from "../../steps/actions.ts";
import type { ExperimentSpec } from "../experiment-spec.ts";
import type { Failure } from "../state-machine.ts";
import { stepOf } from "../step-key.ts";

/**
 * Resolves to undefined once the lab is in that state, or else to the reason.
 * @param mayStay Whether the lab can be left as it is.
 */
export async function prepare(
  lab: Lab,
  { id, setup }: Pick<ExperimentSpec, "id" | "setup">,
  mayStay: (setup: Target) => boolean,
): Promise<Failure | undefined> {
  if ((await lab.ready()) && (mayStay(setup) || (await lab.prepare(setup, stepOf(location.pathname, id)))))
    return undefined;
  if (lab.recorded) return { is: "unplayable" };
  const refused = lab.notices.shown.findLast((notice) => notice.says === "refused");
  return unlessAway(lab, refused ? { is: "refused", message: refused.message } : { is: "not-ready" });
}

/** This failure, or `away` if the lab is away, which explains any other failure. */
export const unlessAway = (lab: Lab, failure: Failure): Failure => (lab.isKnown ? failure : { is: "away" });
