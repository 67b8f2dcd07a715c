// The calculator: what it computes from a load, and what it takes from the reader's own lab.
import { expect, test } from "vitest";
import { measuredIn } from "../../../../site/lab/costs/measured.ts";
import { costOf, holders, type Load } from "../../../../site/lab/costs/model.ts";
import { derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import { arrived, crossing, local, published, trace, world } from "../build-trace.ts";
import { cable } from "../checks/event-builders.ts";

const load: Load = { servers: 20, broadcastsPerSecond: 1000, rooms: 100, clientsPerRoom: 1, characters: 2 };

test("with the Redis adapter and streams, each server receives every broadcast, however many there are", () => {
  for (const link of ["adapter", "streams"] as const)
    for (const servers of [1, 2, 20])
      expect(costOf(link, { ...load, servers })).toMatchObject({
        intoRedis: 1000,
        outOfRedis: 1000 * servers,
        perServer: 1000,
        subscriptions: 0,
      });
});

test("with the sharded adapter, only servers with somebody in the room do, and nothing comes without need", () => {
  const { outOfRedis, perServer, unneeded, subscriptions } = costOf("sharded", load);
  expect([outOfRedis, perServer, unneeded, subscriptions].map((one) => Math.round(one))).toEqual([
    1000, 50, 0, 5,
  ]);
});

test("what comes without need with the Redis adapter is what the room's servers don't need", () => {
  expect(Math.round(costOf("adapter", load).unneeded)).toBe(950);
  expect(Math.round(costOf("adapter", { ...load, clientsPerRoom: 1000 }).unneeded)).toBe(0);
});

test("clients are spread at random: one is on one server, two on fewer than two, many on all", () => {
  expect(holders({ servers: 20, clientsPerRoom: 1 })).toBeCloseTo(1);
  expect(holders({ servers: 2, clientsPerRoom: 2 })).toBeCloseTo(1.5);
  expect(holders({ servers: 20, clientsPerRoom: 1000 })).toBeCloseTo(20);
});

test("the lab's points are averages over the broadcasts of each adapter, whole cables only", () => {
  const seen = (events: Parameters<typeof trace>[0]) => measuredIn(derive(emptyDerived(), trace(events)));
  expect(seen([...world("adapter", "adapter"), ...crossing("m1"), ...crossing("m2")])).toEqual([
    { link: "adapter", broadcasts: 2, copies: 2 },
  ]);
  const alone = [...local(), published("a"), arrived("a", true)];
  expect(seen([...world("sharded", "sharded"), ...alone])).toEqual([
    { link: "sharded", broadcasts: 1, copies: 1 },
  ]);
  expect(seen([...world("adapter", "none"), ...alone])).toEqual([]);
  expect(seen([...world("adapter", "adapter"), cable("b", "blackhole"), ...alone])).toEqual([]);
});
