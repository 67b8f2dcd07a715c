// The signals that a browser keeps: one open at a time, bounded, and reported without its clock.
import { expect, test } from "vitest";
import { maxQuestionLength, maxSignals } from "../../../../servers/protocol-workshop.ts";
import {
  answeredAt,
  endOpen,
  give,
  isSavedSignals,
  openOf,
  reportsOf,
  type SavedSignals,
  withoutOld,
} from "../../../../site/workshop/learner/signal-list.ts";

const at = { lesson: "03-two-servers", experiment: "across" };
const stuck = (id: string) => ({ id, kind: "stuck", text: "", at }) as const;

test("a new signal takes the open one's place, and both are reported with how long ago they were", () => {
  const first = give([], stuck("1"), 1000);
  const both = give(first, { id: "2", kind: "question", text: " why? ", at }, 5000);
  expect(openOf(both)).toMatchObject({ id: "2", text: "why?", since: 5000 });
  expect(reportsOf(both, 6000)).toEqual([
    { ...stuck("1"), agoMs: 5000, end: { how: "withdrawn", agoMs: 1000 } },
    { id: "2", kind: "question", text: "why?", at, agoMs: 1000, end: null },
  ]);
});

test("an answer is shown at its step, until something else is signalled", () => {
  const answered = endOpen(give([], stuck("1"), 0), "answered", 10);
  expect(openOf(answered)).toBeUndefined();
  expect(answeredAt(answered, at)?.id).toBe("1");
  expect(answeredAt(answered, { ...at, experiment: "other-way" })).toBeUndefined();
  expect(answeredAt(give(answered, stuck("2"), 20), at)).toBeUndefined();
  expect(answeredAt(endOpen(give(answered, stuck("2"), 20), "withdrawn", 30), at)).toBeUndefined();
  expect(endOpen(answered, "moved", 40)).toBe(answered);
});

test("a browser keeps the latest thirty of the last twelve hours, and questions of 200 units", () => {
  let signals: SavedSignals = [];
  for (let one = 0; one < maxSignals + 5; one += 1) signals = give(signals, stuck(`${one}`), one);
  expect(signals.map(({ id }) => id)).toEqual(
    Array.from({ length: maxSignals }, (_, index) => `${index + 5}`),
  );
  const long = give([], { id: "1", kind: "question", text: "?".repeat(1000), at }, 0);
  expect(long[0]?.text).toHaveLength(maxQuestionLength);
  expect(withoutOld(long, 11 * 3_600_000)).toEqual(long);
  expect(withoutOld(long, 12 * 3_600_000)).toEqual([]);
});

test("what else may be in storage isn't taken for signals", () => {
  const good = give([], stuck("1"), 0);
  expect(isSavedSignals(good)).toBe(true);
  expect(isSavedSignals(endOpen(good, "moved", 1))).toBe(true);
  const broken = [
    null,
    {},
    "x",
    [null],
    [{ ...good[0], kind: "angry" }],
    [{ ...good[0], end: { how: "x", at: 1 } }],
  ];
  for (const value of [...broken, [{ ...good[0], at: {} }], Array(maxSignals + 1).fill(good[0])]) {
    expect(isSavedSignals(value), JSON.stringify(value).slice(0, 60)).toBe(false);
  }
});
