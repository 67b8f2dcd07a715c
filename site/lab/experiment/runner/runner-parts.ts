// What carries out a run and judges it. It's loaded once a run is expected: see load-runner.svelte.ts.
import { judge } from "../../checks/checks.ts";
import { outcomeOf } from "../../derive/outcome.ts";
import { actionsOf } from "../../predict/change-actions.ts";
import { rightAnswer, rightChange } from "../../predict/right-answer.ts";
import { isRunMessage } from "../../steps/expected.ts";
import { findMessage, judgedIndex, runActions } from "../../steps/run-actions.ts";

export const runnerParts = {
  judge,
  outcomeOf,
  rightAnswer,
  rightChange,
  actionsOf,
  isRunMessage,
  findMessage,
  judgedIndex,
  runActions,
};
