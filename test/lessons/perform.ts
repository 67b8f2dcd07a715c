// Runs a step that is set up, and judges it, as its panel on the page does.
import { judge } from "../../site/lab/checks/checks.ts";
import { outcomeOf } from "../../site/lab/derive/outcome.ts";
import { until } from "../../site/lab/live/until.ts";
import { actionsOf, filesOf } from "../../site/lab/predict/change-actions.ts";
import type { Answer } from "../../site/lab/predict/chosen-answer.ts";
import { rightAnswer, rightChange } from "../../site/lab/predict/right-answer.ts";
import { labelOf } from "../../site/lab/steps/labels.ts";
import { findMessage, runActions } from "../../site/lab/steps/run-actions.ts";
import { setUp } from "../../site/lab/steps/set-up.ts";
import { labWords } from "../words.ts";
import type { Step } from "./read.ts";
import type { TestLabActions } from "./test-lab-actions.ts";

const silentMs = 1_000;
/** Actions after the message may still deliver it. */
const lateMs = 3_000;

/** Brings the lab into the state that the step assumes, with the chosen line of its code changed, if it asks for one. Null: the right line. */
export async function prepareStep(
  { predict, setup = {} }: Pick<Step, "predict" | "setup">,
  actions: TestLabActions,
  said: Answer = null,
): Promise<boolean> {
  const files = filesOf(predict, said);
  if (!files) return setUp(setup, actions);
  return (
    (await setUp({ keepsCode: true }, actions)) &&
    (await actions.runCode(files)) &&
    setUp({ ...setup, keepsCode: true }, actions)
  );
}

/**
 * `truth` is the right answer, unless it's who hears it. `done` is false if an action couldn't be carried out; `actions.refused` says why.
 * `onStep` gets the current action's index, and at the end their number.
 */
export async function perform(
  {
    predict = { kind: "hears" },
    ...step
  }: Pick<Step, "run" | "clients" | "check"> & Partial<Pick<Step, "predict">>,
  actions: TestLabActions,
  onStep?: (index: number) => void,
  said: Answer = null,
) {
  const since = actions.derived.seq;
  const todo = [...actionsOf(predict, said), ...step.run];
  const { done, judged } = await runActions(todo, actions, onStep);
  onStep?.(todo.length);
  const message = () => judged && findMessage(judged, actions);
  await until(() => message() !== undefined, silentMs);
  const found = () => {
    const one = message();
    const labels = step.clients.map((name) => labelOf(name, actions));
    return one && outcomeOf(one, labels, actions.derived.picture, actions.now);
  };
  if (message()) await until(() => found() !== undefined, 10_000);
  const verdict = () => judge(step.check, found(), actions.derived, labWords.en.checks, since);
  await until(() => verdict().passed, lateMs);
  const truth = () =>
    predict.kind === "change"
      ? rightChange(predict, said, verdict().passed)
      : rightAnswer(predict, found(), actions.derived, since);
  if (predict.kind !== "hears") await until(() => truth() !== undefined, silentMs);
  return { done, verdict: verdict(), outcome: found(), truth: truth() };
}
