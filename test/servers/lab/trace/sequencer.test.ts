// The order of what two processes saw: by time, and final only once neither can have seen anything earlier.
import { expect, test, vi } from "vitest";
import { now } from "../../../../servers/lab/clock.ts";
import { open, pass, useMovedClock } from "./sequence.ts";

useMovedClock();

test("holds back what one process saw until the other has reported everything before it", () => {
  const { released, marks, sequencer, at } = open();
  sequencer.push("a", [at(10, "a10"), at(20, "a20")], 20);
  expect([released, marks]).toEqual([[], ["b"]]);

  sequencer.push("b", [at(5, "b5"), at(15, "b15")], 15);
  expect(released).toEqual(["b5", "a10", "b15"]);

  sequencer.push("b", [], 30);
  expect(released).toEqual(["b5", "a10", "b15", "a20"]);
});

test("everything both have reported up to is final", () => {
  const { released, sequencer, at } = open();
  sequencer.push("b", [], 10);
  sequencer.push("a", [at(11, "a11"), at(10, "a10")], 11);
  expect(released).toEqual(["a10"]);
});

test("keeps the order in which one process saw events at the same time", () => {
  const { released, sequencer, at } = open();
  sequencer.push("b", [], 10);
  sequencer.push("a", [at(7, "first"), at(7, "second"), at(7, "third")], 10);

  expect(released).toEqual(["first", "second", "third"]);
});

test("puts what was seen here among what processes saw", () => {
  const { released, sequencer, at } = open();
  sequencer.put(at(12, "here 12"), at(3, "here 3"));
  sequencer.push("a", [at(10, "a10")], 20);
  expect(released).toEqual([]);
  sequencer.push("b", [], 20);
  expect(released).toEqual(["here 3", "a10", "here 12"]);
});

test("releases each only once", () => {
  const { released, sequencer, at } = open();
  sequencer.push("b", [], 100);
  sequencer.push("a", [at(10, "a10")], 100);
  sequencer.releaseFinal();
  pass(5000);
  expect(released).toEqual(["a10"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("does not wait for a process that is gone", () => {
  const { released, sequencer, at } = open();
  sequencer.push("a", [at(10, "a10")], 10);
  sequencer.remove("b");

  expect(released).toEqual(["a10"]);
});

test("accepts the last reports of a process that is gone", () => {
  const { released, silences, sequencer, at } = open();
  sequencer.remove("b");
  sequencer.push("b", [at(5, "b5")], 5);
  sequencer.push("a", [], 10);
  expect([released, silences]).toEqual([["b5"], []]);
});

test("doesn't wait if no process reports", () => {
  const { released, sequencer, at } = open();
  for (const source of ["a", "b"] as const) sequencer.remove(source);
  sequencer.put(at(now(), "here"));
  expect(released).toEqual(["here"]);
});

test("asks a process again only after it has answered", () => {
  const { marks, sequencer, at } = open();
  sequencer.push("a", [at(10, "a10")], 20);
  pass(100);
  expect(marks).toEqual(["b"]);
  sequencer.push("b", [], 5);
  expect(marks).toEqual(["b", "b"]);
});

test("lets events that may overtake pass those held back, after their time", () => {
  const { released, sequencer, at } = open();
  const t = now();
  sequencer.push("a", [at(t, "held")], t);
  sequencer.put(at(t + 1, "sent", { maxWaitMs: 100 }));
  pass(99);
  sequencer.releaseFinal();
  expect(released).toEqual([]);
  pass(1);
  sequencer.releaseFinal();
  expect(released).toEqual(["sent"]);
});

test("doesn't poll at once for events that may overtake: a server reports by itself that it received them", () => {
  const { marks, sequencer, at } = open();
  sequencer.put(at(10, "sent", { maxWaitMs: 100 }));
  expect(marks).toEqual([]);
  pass(24);
  sequencer.releaseFinal();
  expect(marks).toEqual([]);
  pass(1);
  sequencer.releaseFinal();
  expect(marks).toEqual(["a", "b"]);
});

test("holds back what isn't due yet, with everything that follows it", () => {
  const { released, sequencer, at } = open();
  let isDue = false;
  sequencer.push("b", [], 100);
  sequencer.push("a", [at(1, "one"), at(2, "two", { isDue: () => isDue }), at(3, "three")], 100);
  expect(released).toEqual(["one"]);

  isDue = true;
  sequencer.releaseFinal();
  expect(released).toEqual(["one", "two", "three"]);
});

test("holds back what isn't due for at most 50 ms, and checks again by itself", () => {
  const { released, sequencer, at } = open();
  sequencer.push("b", [], 100);
  sequencer.push("a", [at(1, "one", { isDue: () => false })], 100);
  pass(49);
  sequencer.releaseFinal();
  expect(released).toEqual([]);
  pass(1);
  sequencer.releaseFinal();
  expect(released).toEqual(["one"]);

  sequencer.push("a", [at(2, "two", { isDue: () => false })], 100);
  pass(50);
  expect(released).toEqual(["one", "two"]);
});

test("polls a process only when it has been silent for 25 ms: a process that sees something reports it by itself", () => {
  const { released, marks, sequencer, at } = open();
  const t = now();
  sequencer.push("b", [], t);
  sequencer.push("a", [at(t + 1, "a")], t + 1);
  pass(24);
  sequencer.releaseFinal();
  expect([released, marks]).toEqual([[], []]);
  pass(1);
  sequencer.releaseFinal();
  expect(marks).toEqual(["b"]);
  sequencer.push("b", [], t + 2);
  expect(released).toEqual(["a"]);
});

test("doesn't poll a process that has already reported what is to be released", () => {
  const { marks, sequencer, at } = open();
  sequencer.push("b", [], 10);
  sequencer.push("a", [at(10, "a10", { isDue: () => false })], 10);
  expect(marks).toEqual([]);
});

test("does nothing any more once it's closed", () => {
  const { released, marks, sequencer, at } = open();
  const t = now();
  sequencer.push("b", [], t);
  sequencer.push("a", [at(t + 1, "a")], t + 1);
  sequencer.close();
  pass(5000);
  expect([released, marks, vi.getTimerCount()]).toEqual([[], [], 0]);
});
