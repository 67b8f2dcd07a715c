// The arithmetic of the puzzle and the measurement.

import { describe, expect, test } from "vitest";
import { percentile, ticks } from "../../../../site/lab/costs/statistics.ts";
import {
  brokenLab,
  type Fault,
  faultNames,
  faultOfDay,
  healthy,
  levels,
  pickFault,
  seededRandom,
} from "../../../../site/lab/fault/puzzle-faults.ts";
import { scoreOf } from "../../../../site/lab/fault/score.ts";
import type { Target } from "../../../../site/lab/steps/actions.ts";
import fc from "../../../random.ts";

describe("a fault", () => {
  const namesOf = (fault: Fault) => fault.map(({ name }) => name).toSorted();

  test("is never the same twice in a row, and every fault occurs at some level", () => {
    const random = seededRandom(7);
    const met = new Set<string>();
    for (const level of levels.keys().map((index) => index + 1)) {
      let last = pickFault(random, level);
      for (let count = 0; count < 50; count += 1) {
        const next = pickFault(random, level, last);
        expect(namesOf(next)).not.toEqual(namesOf(last));
        for (const { name } of next) met.add(name);
        last = next;
      }
    }
    expect([...met].toSorted()).toEqual([...faultNames].toSorted());
  });

  test("is the same for the same seed, and for the same day", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: levels.length }), (seed, level) => {
        expect(pickFault(seededRandom(seed), level)).toEqual(pickFault(seededRandom(seed), level));
      }),
    );
    const days = Array.from({ length: 60 }, (_, day) =>
      new Date(Date.UTC(2026, 10, day + 1)).toISOString().slice(0, 10),
    );
    for (const day of days) expect(faultOfDay(day)).toEqual(faultOfDay(day));
    const met = new Set(days.flatMap((day) => faultOfDay(day).map(({ name }) => name)));
    expect([...met].toSorted()).toEqual([...faultNames].toSorted());
  });

  test("differs from a healthy lab in one thing, and two faults in two: nothing that the picture shows", () => {
    const parts = ["links", "clients", "cables", "servers", "balancer"] as const;
    const changed = (fault: Fault) => {
      const lab: Target = brokenLab(fault);
      const whole: Target = healthy;
      return parts.filter((part) => JSON.stringify(lab[part]) !== JSON.stringify(whole[part]));
    };
    for (const names of levels.flat())
      for (const server of ["a", "b"] as const) {
        const steady = names.filter((name) => name !== "comes-and-goes");
        const is = changed(names.map((name) => ({ name, server })));
        expect(is).toHaveLength(steady.length);
        expect(is).not.toContain("servers");
        expect(is).not.toContain("balancer");
      }
  });

  test("is worth less with each question and each wrong answer, and never nothing", () => {
    expect([scoreOf(0, 0), scoreOf(4, 0), scoreOf(5, 0), scoreOf(4, 1), scoreOf(99, 9)]).toEqual([
      100, 100, 95, 80, 10,
    ]);
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
