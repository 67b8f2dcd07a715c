// A playground recovers from what goes wrong around it. `npm run faults` runs longer and prints a summary.
import { expect, test } from "vitest";
import { seed } from "../random.ts";
import { redisKinds } from "../world.ts";
import { runFaults } from "./run-faults.ts";

const count = 8;

test.for(redisKinds)(
  `recovers after every fault, $kind Redis, seed ${seed}`,
  {
    timeout: 180_000,
  },
  async ({ kind, missing }, { skip }) => {
    skip(missing || process.platform === "win32");
    const outcomes = await runFaults({ kind, seed, count, forMs: 90_000 });

    expect(outcomes).toHaveLength(count);
  },
);
