// Random arrangements on real servers: a lab is brought into each, one after another, and what is captured of it is the same.
import { expect, test } from "vitest";
import { capture } from "../../site/lab/arrangement/capture.ts";
import { setUp } from "../../site/lab/steps/set-up.ts";
import { labOfTests } from "../lessons/lab-of-tests.ts";
import fc, { seed } from "../random.ts";
import { buildable } from "../site/lab/arrangement/arbitrary.ts";
import { redisKinds } from "../world.ts";

const { missing } = redisKinds[1];
const lab = labOfTests("local", missing);
const arrangements = fc.sample(buildable, { seed, numRuns: 12 });

test.skipIf(missing).each(arrangements.map((one, index) => [index, one] as const))(
  `a lab is what arrangement %i says (seed ${seed})`,
  async (_, wanted) => {
    const { actions } = lab;
    expect(await setUp(wanted, actions), `${actions.refused.join("; ")} ${JSON.stringify(wanted)}`).toBe(
      true,
    );
    const clients = wanted.clients.map(({ name, transport }) => {
      const { server, id } = actions.client(name) ?? { server: "a" as const, id: "" };
      return { name, server, id, only: transport };
    });
    const captured = capture(actions.derived.picture, clients, wanted.panel ?? "log", wanted.run);
    expect(captured).toEqual({ ...wanted, panel: wanted.panel ?? "log" });
  },
);
