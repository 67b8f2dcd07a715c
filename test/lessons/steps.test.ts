// Every step of every lesson, against real servers: it is set up from whatever the step before left, run, and judged.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setUp } from "../../site/lab/set-up.ts";
import { openWorld, redisKinds, type World } from "../world.ts";
import { openHands, type TestHands } from "./hands.ts";
import { perform } from "./perform.ts";
import { needsStreams, stepsOf } from "./read.ts";

const steps = [...stepsOf("lessons"), ...stepsOf("lessons/zh-cn")];

describe.each(redisKinds)("the course over $kind Redis", ({ kind, missing }) => {
  let world: World;
  let hands: TestHands;
  beforeAll(async () => {
    if (missing) return;
    world = await openWorld(kind);
    hands = await openHands(world, await world.openLab({ shared: true }));
  });
  afterAll(async () => {
    hands?.close();
    await world?.close();
  });

  const mine = steps.filter((step) => kind !== "embedded" || !needsStreams(step));

  test.skipIf(missing).each(mine.map((step) => [step.place, step] as const))(
    "%s keeps what it promises",
    async (_, step) => {
      expect(await setUp(step.setup ?? {}, hands), hands.refused.join("; ")).toBe(true);
      const { done, verdict } = await perform(step, hands);
      expect(done, hands.refused.join("; ")).toBe(true);
      expect(verdict.passed, JSON.stringify(verdict)).toBe(true);
    },
  );
});
