// Every step of every lesson, against real servers: it is set up from whatever the step before left, run, and judged.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { find, run } from "../../site/lab/actions.ts";
import { judge } from "../../site/lab/checks.ts";
import { percentile } from "../../site/lab/costs/statistics.ts";
import { outcomeOf } from "../../site/lab/derive/outcome.ts";
import { setUp } from "../../site/lab/set-up.ts";
import { until } from "../../site/lab/until.ts";
import { labWords } from "../../site/words/lab.ts";
import { openWorld, redisKinds, type World } from "../world.ts";
import { openHands, type TestHands } from "./hands.ts";
import { type Step, stepsOf } from "./read.ts";

const silentMs = 1_000;
/** What is done after the message may still bring it. */
const lateMs = 3_000;
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

  test.skipIf(missing).each(mine)("$place keeps what it promises", async (step) => {
    const start = performance.now();
    expect(await setUp(step.setup ?? {}, hands), hands.refused.join("; ")).toBe(true);
    times.set(step.place, performance.now() - start);

    const since = hands.derived.seq;
    const { done, judged } = await run(step.run, hands);
    expect(done, hands.refused.join("; ")).toBe(true);
    const message = () => judged && find(judged, hands);
    await until(() => message() !== undefined, silentMs);
    const found = () => {
      const one = message();
      return one && outcomeOf(one, step.clients, hands.derived.picture, hands.now);
    };
    if (message()) await until(() => found() !== undefined, 10_000);
    const verdict = () => judge(step.check, found(), hands.derived, labWords.en.checks, since);
    await until(() => verdict().passed, lateMs);

    expect(verdict()).toMatchObject({ passed: true });
  });

  test.skipIf(missing)("a step is set up within a second", () => {
    expect(times.size).toBe(mine.length);
    // On a busy machine one or the other may take longer.
    expect(percentile([...times.values()], 90)).toBeLessThan(1_000);
  });
});
