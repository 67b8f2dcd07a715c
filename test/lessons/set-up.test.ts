// Every step can be set up from any state a learner may have left the lab in.
import { describe, expect, test } from "vitest";
import type { LabActions } from "../../site/lab/steps/actions.ts";
import { runActions } from "../../site/lab/steps/run-actions.ts";
import { setUp } from "../../site/lab/steps/set-up.ts";
import { seed } from "../random.ts";
import { redisKinds } from "../world.ts";
import { labOfTests } from "./lab-of-tests.ts";
import { randomActions } from "./random-actions.ts";
import { needsStreams, stepsOf } from "./read.ts";

/** The same actions by somebody who waits half a second at most for one to take effect. */
const impatient = (actions: LabActions): LabActions =>
  Object.create(actions, {
    until: { value: (isSo: () => boolean, ms: number) => actions.until(isSo, Math.min(ms, 500)) },
  });

const steps = stepsOf("lessons");
const wrecked = randomActions(steps.length, seed);

describe.each(redisKinds)("over $kind Redis", ({ kind, missing }) => {
  const lab = labOfTests(kind, missing);
  const mine = steps
    .map((step, index) => [step.place, step, wrecked[index] ?? []] as const)
    .filter(([, step]) => kind !== "embedded" || !needsStreams(step));

  test.skipIf(missing).each(mine)("%s can be set up after anything", async (_, step, wreck) => {
    const { actions } = lab;
    // A learner may also try what the lab refuses in its current state, or what can't take effect, and doesn't wait for it.
    for (const action of wreck) await runActions([action], impatient(actions));

    expect(await setUp(step.setup ?? {}, actions), `after ${JSON.stringify(wreck)}`).toBe(true);
  });
});
