// Every step of every lesson, against real servers: set up from whatever the step before left, run, and judged. Steps that differ
// only in their text, as those of the two languages do, run once.
import { describe, expect, test } from "vitest";
import { isSameAnswer } from "../../site/lab/predict/choose.ts";
import { explanationsFor } from "../../site/lab/predict/explanations.ts";
import { tokensOf } from "../../site/lab/predict/kinds.ts";
import { setUp } from "../../site/lab/steps/set-up.ts";
import { redisKinds } from "../world.ts";
import { labOfTests } from "./lab-of-tests.ts";
import { perform } from "./perform.ts";
import { needsStreams, type Step, stepsOf } from "./read.ts";

const all = [...stepsOf("lessons"), ...stepsOf("lessons/zh-cn")];
const same = Object.groupBy(all, ({ setup, run, check, clients }) =>
  JSON.stringify([setup, run, check, clients]),
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

describe.each(redisKinds)("the course over $kind Redis", ({ kind, missing }) => {
  const lab = labOfTests(kind, missing);
  const mine = steps.filter((step) => kind !== "embedded" || !needsStreams(step));

  test.skipIf(missing).each(mine.map((step) => [step.place, step] as const))(
    "%s meets its check",
    async (_, step) => {
      const { actions } = lab;
      expect(await setUp(step.setup ?? {}, actions), actions.refused.join("; ")).toBe(true);
      const { done, verdict, truth } = await perform(step, actions);
      expect(done, actions.refused.join("; ")).toBe(true);
      expect(verdict.passed, JSON.stringify(verdict)).toBe(true);
      if (step.predict.kind !== "hears")
        expect(untold(step, truth), `the right answer is ${truth}`).toEqual([]);
    },
  );
});
