// Every step of every lesson, against real servers: set up from whatever the step before left, run, and judged. Steps that differ
// only in their text, as those of the two languages do, run once.
import { describe, expect, test } from "vitest";
import { explanationsFor } from "../../site/lab/predict/explanations.ts";
import { tokensOf } from "../../site/lab/predict/prediction-kinds.ts";
import { isSameAnswer } from "../../site/lab/predict/same-answer.ts";
import { redisKinds } from "../world.ts";
import { labOfTests } from "./lab-of-tests.ts";
import { perform, prepareStep } from "./perform.ts";
import { needsStreams, type Step, stepsOf } from "./read.ts";
import type { TestLabActions } from "./test-lab-actions.ts";

const all = [...stepsOf("lessons"), ...stepsOf("lessons/zh-cn")];
const same = Object.groupBy(all, ({ setup, run, check, clients, predict }) =>
  JSON.stringify([
    setup,
    run,
    check,
    clients,
    predict.kind === "change" && predict.options.map((one) => one.becomes),
  ]),
);
const steps = Object.values(same).flatMap((group = []) =>
  group.slice(0, 1).map((step) => ({ ...step, place: group.map(({ place }) => place).join(", ") })),
);

/** The wrong answers that say nothing to anyone who gave them, and the right one if it does. */
function untold({ predict, clients }: Step, truth: readonly string[] | undefined): string[] {
  if (truth === undefined) return ["no answer is right"];
  const answers =
    predict.kind === "order" ? permutations(tokensOf(predict, clients)) : tokensOf(predict, clients);
  return answers.filter((answer) => {
    const said = predict.kind === "maps" ? turned(truth, answer) : [answer];
    return (explanationsFor(predict, said, truth).length === 0) !== isSameAnswer(said, truth);
  });
}

/** The right answer but for one map. */
const turned = (truth: readonly string[], token: string) =>
  truth.includes(token) ? truth.filter((one) => one !== token) : [...truth, token];

const permutations = (tokens: readonly string[]): string[] =>
  tokens.length === 0
    ? [""]
    : tokens.flatMap((first) =>
        permutations(tokens.filter((one) => one !== first)).map((rest) => first + rest),
      );

/** Exactly the lines without a sentence for the wrong meet the check when they're changed. */
async function tryEveryLine(step: Step, actions: TestLabActions): Promise<void> {
  if (step.predict.kind !== "change") return;
  for (const [index, { becomes, wrong }] of step.predict.options.entries()) {
    const said = [String(index + 1)];
    expect(await prepareStep(step, actions, said), actions.refused.join("; ")).toBe(true);
    const { done, verdict } = await perform(step, actions, undefined, said);
    expect(done, actions.refused.join("; ")).toBe(true);
    expect(verdict.passed, `${becomes}: ${JSON.stringify(verdict)}`).toBe(wrong === undefined);
  }
}

describe.each(redisKinds)("the course over $kind Redis", ({ kind, missing }) => {
  const lab = labOfTests(kind, missing);
  const mine = steps.filter((step) => kind !== "embedded" || !needsStreams(step));

  test.skipIf(missing).each(mine.map((step) => [step.place, step] as const))(
    "%s meets its check",
    async (_, step) => {
      const { actions } = lab;
      if (step.predict.kind === "change") return tryEveryLine(step, actions);
      expect(await prepareStep(step, actions), actions.refused.join("; ")).toBe(true);
      const { done, verdict, truth } = await perform(step, actions);
      expect(done, actions.refused.join("; ")).toBe(true);
      expect(verdict.passed, JSON.stringify(verdict)).toBe(true);
      if (step.predict.kind !== "hears")
        expect(untold(step, truth), `the right answer is ${truth}`).toEqual([]);
    },
  );
});
