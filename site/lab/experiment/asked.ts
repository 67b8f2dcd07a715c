// What an experiment asks: its question's clients, what its run does, and the check that judges it.

import type { CheckName } from "../checks/judge.ts";
import type { Action, Target } from "../steps/actions.ts";
import type { LabWords } from "../words/en/words.ts";

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
