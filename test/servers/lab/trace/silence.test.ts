// How long the sequencer waits for a process that reports nothing, and what it reports about that.
import { expect, test } from "vitest";
import { now } from "../../../../servers/lab/clock.ts";
import { createSequencer } from "../../../../servers/lab/trace/sequencer.ts";
import { open, pass, useMovedClock } from "./sequence.ts";

useMovedClock();

test("waits 300 ms for an answer before it calls a process silent, and 2 s before it continues without it", () => {
  const { released, silences, marks, sequencer, at } = open();
  const t = now();
  sequencer.push("a", [at(t, "a")], t);
  expect(marks).toEqual(["b"]);
  pass(275);
  expect([released, silences]).toEqual([[], []]);
  pass(25);
  expect([released, silences]).toEqual([[], ["b true"]]);

  pass(1675);
  expect(released).toEqual([]);
  pass(25);
  expect([released, silences]).toEqual([["a"], ["b true"]]);
  // Once given up on, a process isn't waited for again until it answers.
  sequencer.push("a", [at(t + 1, "next")], now());
  expect(released).toEqual(["a", "next"]);
  sequencer.push("b", [], now());
  expect([silences, marks]).toEqual([["b true", "b false"], ["b"]]);
});

test("is exact about how long it waits", () => {
  const { released, silences, sequencer, at } = open();
  sequencer.push("a", [at(10, "a")], 10);
  pass(299);
  sequencer.releaseFinal();
  expect(silences).toEqual([]);
  pass(1);
  sequencer.releaseFinal();
  expect(silences).toEqual(["b true"]);
  pass(1699);
  sequencer.releaseFinal();
  expect(released).toEqual([]);
  pass(1);
  sequencer.releaseFinal();
  expect(released).toEqual(["a"]);
});

test("waits for a process again once it has answered", () => {
  const { released, silences, sequencer, at } = open();
  sequencer.push("a", [at(10, "a10")], 10);
  pass(3000);
  sequencer.push("b", [], 15);
  sequencer.push("a", [at(20, "a20")], 20);
  expect([released, silences]).toEqual([["a10"], ["b true", "b false"]]);
  pass(400);
  expect(silences).toEqual(["b true", "b false", "b true"]);
});

test("reports nothing about a process that answers in time", () => {
  const { silences, sequencer, at } = open();
  sequencer.push("a", [at(10, "a10")], 10);
  pass(200);
  sequencer.push("b", [], 20);
  pass(5000);
  expect(silences).toEqual([]);
});

test("works without a listener for silence", () => {
  const released: string[] = [];
  const sequencer = createSequencer<"a">();
  sequencer.add("a", () => {});
  sequencer.put({ t: 10, release: () => void released.push("here") });
  pass(2100);
  expect(released).toEqual(["here"]);
});

test("puts what a process that was silent saw where it belongs, when it answers in time", () => {
  const { released, silences, sequencer, at } = open();
  const t = now();
  sequencer.push("a", [at(t, "effect on A")], t);
  pass(400);
  expect(silences).toEqual(["b true"]);

  sequencer.push("b", [at(t - 1, "cause on B")], now());
  expect(released).toEqual(["cause on B", "effect on A"]);
});

test("reports a process as silent even if what waited for it has gone on ahead", () => {
  const { released, silences, sequencer, at } = open();
  sequencer.push("b", [], now() + 10_000);
  sequencer.push("a", [], now());
  pass(1);
  sequencer.put(at(now() + 1, "sent", { maxWaitMs: 300 }));
  pass(310);
  expect([released, silences]).toEqual([["sent"], []]);
  pass(50);
  expect(silences).toEqual(["a true"]);
});
