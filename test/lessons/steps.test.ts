// Every step of every lesson, against real servers: set up from whatever the step before left, run, and judged. Steps that differ
// only in their text, as those of the two languages do, run once.
import { describe, expect, test } from "vitest";
import { setUp } from "../../site/lab/steps/set-up.ts";
import { redisKinds } from "../world.ts";
import { labOfTests } from "./lab.ts";
import { perform } from "./perform.ts";
import { needsStreams, stepsOf } from "./read.ts";

const all = [...stepsOf("lessons"), ...stepsOf("lessons/zh-cn")];
const same = Object.groupBy(all, ({ setup, run, check, clients }) =>
  JSON.stringify([setup, run, check, clients]),
);
const steps = Object.values(same).flatMap((group = []) =>
  group.slice(0, 1).map((step) => ({ ...step, place: group.map(({ place }) => place).join(", ") })),
);

describe.each(redisKinds)("the course over $kind Redis", ({ kind, missing }) => {
  const lab = labOfTests(kind, missing);
  const mine = steps.filter((step) => kind !== "embedded" || !needsStreams(step));

  test.skipIf(missing).each(mine.map((step) => [step.place, step] as const))(
    "%s meets its check",
    async (_, step) => {
      const { actions } = lab;
      expect(await setUp(step.setup ?? {}, actions), actions.refused.join("; ")).toBe(true);
      const { done, verdict } = await perform(step, actions);
      expect(done, actions.refused.join("; ")).toBe(true);
      expect(verdict.passed, JSON.stringify(verdict)).toBe(true);
    },
  );
});
