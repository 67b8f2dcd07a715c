// The arithmetic of the puzzle and the measurement.

import { describe, expect, test } from "vitest";
import { percentile, ticks } from "../../../../site/lab/costs/statistics.ts";
import {
  brokenLab,
  faultNames,
  healthy,
  pickFault,
  seededRandom,
} from "../../../../site/lab/fault/puzzle-faults.ts";
import fc from "../../../random.ts";

describe("a fault", () => {
  test("is never the same twice in a row, and every fault occurs", () => {
    const random = seededRandom(7);
    const met = new Set<string>();
    let last = pickFault(random);
    for (let count = 0; count < 200; count += 1) {
      const next = pickFault(random, last.name);
      expect(next.name).not.toBe(last.name);
      met.add(next.name);
      last = next;
    }
    expect([...met].toSorted()).toEqual([...faultNames].toSorted());
  });

  test("is the same for the same seed", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        expect(pickFault(seededRandom(seed))).toEqual(pickFault(seededRandom(seed)));
      }),
    );
  });

  test("differs from a healthy lab in exactly one thing", () => {
    const parts = ["links", "clients", "cables", "servers", "balancer"] as const;
    for (const name of faultNames) {
      for (const server of ["a", "b"] as const) {
        const lab = brokenLab({ name, server });
        const whole: typeof lab = healthy;
        expect(
          parts.filter((part) => JSON.stringify(lab[part]) !== JSON.stringify(whole[part])),
        ).toHaveLength(1);
      }
    }
  });
});

describe("a measurement", () => {
  test("summarizes times by the nearest rank", () => {
    const times = Array.from({ length: 100 }, (_, index) => index + 1).reverse();
    expect(percentile(times, 50)).toBe(50);
    expect(percentile(times, 95)).toBe(95);
    expect(percentile([3], 95)).toBe(3);
    expect(percentile([], 50)).toBeNaN();
  });

  test("draws an axis of a few round steps that reaches the highest value", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 5_000, noNaN: true }), (max) => {
        const steps = ticks(max);
        expect(steps[0]).toBe(0);
        expect(steps.at(-1)).toBeGreaterThanOrEqual(max * 0.999_999);
        expect(steps.length).toBeLessThanOrEqual(7);
      }),
    );
  });
});
