// An experiment as the lesson states it: the clients of its question, what its run does, and the check that judges it.

import type { CheckName } from "../checks/checks.ts";
import type { Words } from "../context.ts";
import type { Prediction } from "../predict/prediction-kinds.ts";
import type { Action, Target } from "../steps/actions.ts";

export interface ExperimentSpec {
  id: string;
  /** What the learner predicts. */
  predict: Prediction;
  /** The names of the clients the question is about. */
  clients: readonly string[];
  run: readonly Action[];
  /** The state the step assumes. */
  setup: Target;
  check: CheckName;
  words: Words<"experiment">;
}
