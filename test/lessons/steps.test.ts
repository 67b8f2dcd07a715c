// Every step of every lesson, against real servers: it is set up from whatever the step before left, run, and judged.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { percentile } from "../../site/lab/costs/statistics.ts";
import { setUp } from "../../site/lab/set-up.ts";
import { openWorld, redisKinds, type World } from "../world.ts";
import { openHands, type TestHands } from "./hands.ts";
import { perform } from "./perform.ts";
import { type Step, stepsOf } from "./read.ts";

const steps = [...stepsOf("lessons"), ...stepsOf("lessons/zh-cn")];

describe.each(redisKinds)("the course over $kind Redis", ({ kind, missing }) => {
  let world: World;
  let hands: TestHands;
  /** How long each step took to set up, by its place: a step that is tried again counts once. */
  const times = new Map<string, number>();
  beforeAll(async () => {
    if (missing) return;
    world = await openWorld(kind);
    hands = await openHands(world, await world.openLab({ shared: true }));
  });
  afterAll(async () => {
    hands?.close();
    await world?.close();
  });

  const needsRealRedis = (step: Step) => JSON.stringify([step.setup, step.run]).includes('"streams"');
  const mine = steps.filter((step) => kind !== "embedded" || !needsRealRedis(step));

  test.skipIf(missing).each(mine.map((step) => [step.place, step] as const))(
    "%s keeps what it promises",
    async (_, step) => {
      const start = performance.now();
      expect(await setUp(step.setup ?? {}, hands), hands.refused.join("; ")).toBe(true);
      times.set(step.place, performance.now() - start);

      const { done, verdict } = await perform(step, hands);
      expect(done, hands.refused.join("; ")).toBe(true);
      expect(verdict.passed, JSON.stringify(verdict)).toBe(true);
    },
  );

  test.skipIf(missing)("a step is set up within a second", () => {
    expect(times.size).toBe(mine.length);
    // On a busy machine one or the other may take longer.
    expect(percentile([...times.values()], 90)).toBeLessThan(1_000);
  });
});
