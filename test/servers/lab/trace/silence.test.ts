// How long the sequencer waits for a process that reports nothing, and what it reports about that.
import { beforeEach, expect, test, vi } from "vitest";
import { now } from "../../../../servers/lab/clock.ts";
import { createSequencer, type Happening } from "../../../../servers/lab/trace/sequencer.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["hrtime", "setTimeout", "clearTimeout"] });
  // No real clock shows 0: it stands for "nothing reported yet".
  vi.advanceTimersByTime(1_000_000);
  return () => void vi.useRealTimers();
});

function open() {
  const released: string[] = [];
  const marks: string[] = [];
  const silences: string[] = [];
  const sequencer = createSequencer<"a" | "b">((source, isSilent) => silences.push(`${source} ${isSilent}`));
  for (const source of ["a", "b"] as const) sequencer.add(source, () => marks.push(source));
  const at = (t: number, name: string, more: Partial<Happening> = {}): Happening => ({
    t,
    release: () => void released.push(name),
    ...more,
  });
  return { released, marks, silences, sequencer, at };
}

const pass = (ms: number) => void vi.advanceTimersByTime(ms);

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
