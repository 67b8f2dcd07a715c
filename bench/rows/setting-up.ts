// How long it takes to set up a step of the course, from any state a learner may have left the lab in.

import type { Redis } from "../../servers/redis/locate.ts";
import { runActions } from "../../site/lab/steps/run-actions.ts";
import { setUp } from "../../site/lab/steps/set-up.ts";
import { randomActions } from "../../test/lessons/random-actions.ts";
import { needsStreams, stepsOf } from "../../test/lessons/read.ts";
import { openLabActions } from "../../test/lessons/test-lab-actions.ts";
import { callerOf, openLab } from "../lab-clients.ts";
import { atMost, median, ms, quantile, type Row, timed } from "../measure.ts";

const seed = 20;

export async function settingUp(redis: Redis, playground: string): Promise<Row[]> {
  const steps = stepsOf("lessons").filter((step) => redis.supports.streams || !needsStreams(step));
  const lab = await openLab(playground);
  const actions = await openLabActions({ url: playground, call: callerOf(playground) }, lab);
  const times: number[] = [];
  for (const [index, wreck] of randomActions(steps.length, seed).entries()) {
    for (const action of wreck) await runActions([action], actions);
    const { place, setup = {} } = steps[index] ?? { place: "" };
    times.push(
      await timed(async () => {
        if (!(await setUp(setup, actions)))
          throw new Error(`${place} was not set up: ${actions.refused.at(-1)}`);
      }),
    );
  }
  actions.close();
  await lab.close();
  return [
    {
      what: `step set up after anything a learner may do (median, longest of ${times.length})`,
      measured: `${ms(median(times))}, ${ms(quantile(times, 1))}`,
      target: atMost(quantile(times, 1), 1000, "ms"),
    },
  ];
}
