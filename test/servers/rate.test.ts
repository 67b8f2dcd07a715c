// The rate limiter, the bounded map under it, the shares of addresses, and what counts as one address.
import { expect, onTestFinished, test, vi } from "vitest";
import { createBoundedMap } from "../../servers/bounded-map.ts";
import { limitKey } from "../../servers/gateway/admission/address.ts";
import { createShares } from "../../servers/gateway/admission/shares.ts";
import { createRate, createRates } from "../../servers/rate.ts";

function stopTime() {
  vi.useFakeTimers({ toFake: ["performance", "Date"] });
  onTestFinished(() => void vi.useRealTimers());
}

test("a rate gives many at once, and then as many as come back", () => {
  stopTime();
  const { take, isSpent } = createRate({ most: 3, perSecond: 2 });
  expect([take(2), take(2), take(), take(), isSpent()]).toEqual([true, false, true, false, true]);
  vi.advanceTimersByTime(500);
  expect([isSpent(), take(), take()]).toEqual([false, true, false]);
  vi.advanceTimersByTime(60_000);
  expect([take(3), take()]).toEqual([true, false]);
});

test("a rate is each key's own", () => {
  stopTime();
  const { take, isSpent } = createRates({ most: 2, perSecond: 1 });
  expect([take("one"), take("one"), take("one"), take("other")]).toEqual([true, true, false, true]);
  expect([isSpent("one"), isSpent("other"), isSpent("third")]).toEqual([true, false, false]);
  vi.advanceTimersByTime(1000);
  expect([take("one"), take("one")]).toEqual([true, false]);
});

test.each([-3_600_000, 3_600_000])("a clock that is set by %i ms changes no rate", (ms) => {
  stopTime();
  const { take } = createRate({ most: 1, perSecond: 1 });
  take();
  vi.setSystemTime(Date.now() + ms);
  expect(take()).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(take()).toBe(true);
});

test("rates of more keys than are remembered forget the one that took longest ago", () => {
  const { take } = createRates({ most: 1, perSecond: 0 }, 2);
  for (const key of ["one", "two", "one"]) take(key);
  take("three");
  expect([take("one"), take("three"), take("two")]).toEqual([false, false, true]);
});

test("a bounded map forgets what was set longest ago", () => {
  const map = createBoundedMap<string, number>(2);
  map.set("a", 1);
  map.set("b", 2);
  map.set("a", 3);
  map.set("c", 4);
  expect([map.get("a"), map.get("b"), map.get("c"), map.size()]).toEqual([3, undefined, 4, 2]);
  expect([map.delete("a"), map.delete("a"), [...map.values()]]).toEqual([true, false, [4]]);
});

test("a share is each address' own, within the whole; this machine's own has no share but the whole", () => {
  const { take, give, hasRoom } = createShares({ each: 2, all: 5 });
  expect([take("10.0.0.1"), take("10.0.0.1"), take("10.0.0.1")]).toEqual([true, true, false]);
  expect([take("127.0.0.1"), take("127.0.0.1"), take("127.0.0.1")]).toEqual([true, true, true]);
  expect([take("10.0.0.2"), hasRoom("::1")]).toEqual([false, false]);
  give("10.0.0.1", 2);
  expect([take("10.0.0.1", 2), hasRoom("10.0.0.1")]).toEqual([true, false]);
});

test.each([
  ["10.0.0.1", "10.0.0.1"],
  ["::ffff:10.0.0.1", "10.0.0.1"],
  ["::FFFF:127.0.0.1", "127.0.0.1"],
  ["::1", "::1"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:db8:1:2::6", "2001:db8:1:2::/64"],
  ["2001:db8::6", "2001:db8:0:0::/64"],
  ["fe80::1%eth0", "fe80::1"],
  ["fd00:1::2", "fd00:1::2"],
  ["", ""],
])("the address %j counts as %j", (address, key) => {
  expect(limitKey(address)).toBe(key);
});
