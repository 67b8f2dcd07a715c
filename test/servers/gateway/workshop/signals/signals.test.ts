// Signals on the gateway: what browsers report, whatever their clocks say, and what an instructor did meanwhile.
import { expect, test } from "vitest";
import {
  answerOpen,
  isAnswerUnknown,
  mergeSignals,
  openSignal,
  signalCounts,
} from "../../../../../servers/gateway/workshop/signals/signals.ts";
import type { SignalReport } from "../../../../../servers/protocol-workshop.ts";

const noon = Date.UTC(2026, 4, 20, 12);
const minute = 60_000;
const at = { lesson: "03-two-servers", experiment: "across" };
const report = (id: string, more: Partial<SignalReport> = {}): SignalReport => ({
  id,
  kind: "stuck",
  text: "",
  at,
  agoMs: 0,
  end: null,
  ...more,
});

test("the last signal is open until it ends, on the gateway's clock", () => {
  const ended = report("1", { agoMs: 9 * minute, end: { how: "withdrawn", agoMs: 8 * minute } });
  const signals = mergeSignals([], [ended, report("2", { agoMs: 3 * minute })], noon);
  expect(openSignal(signals)).toEqual({ id: "2", kind: "stuck", text: "", at, since: noon - 3 * minute });
  expect(signals[0]).toMatchObject({
    since: noon - 9 * minute,
    end: { how: "withdrawn", at: noon - 8 * minute },
  });
  expect(openSignal(mergeSignals(signals, [ended], noon))).toBeNull();
  expect(openSignal([])).toBeNull();
});

test("a signal keeps its time when it's reported again, whatever the browser's clock does", () => {
  const before = mergeSignals([], [report("1", { agoMs: minute })], noon);
  const again = mergeSignals(before, [report("1", { agoMs: 90 * minute })], noon + minute);
  expect(openSignal(again)?.since).toBe(noon - minute);
  const [future] = mergeSignals([], [report("2", { agoMs: -90 * minute })], noon);
  const [ancient] = mergeSignals([], [report("3", { agoMs: 1e15 })], noon);
  expect([future?.since, ancient?.since]).toEqual([noon, noon - 7 * 24 * 60 * minute]);
});

test("an answer stays, even if the learner's page was away and reports the signal as open", () => {
  const open = [report("1", { kind: "question", text: "why?" })];
  const answered = answerOpen(mergeSignals([], open, noon), noon + minute);
  const merged = mergeSignals(answered, open, noon + 2 * minute);
  expect(merged).toMatchObject([{ end: { how: "answered", at: noon + minute } }]);
  expect(openSignal(merged)).toBeNull();
  expect(isAnswerUnknown(open, merged)).toBe(true);
  const known = [report("1", { end: { how: "answered", agoMs: 0 } })];
  expect(isAnswerUnknown(known, mergeSignals(merged, known, noon))).toBe(false);
  expect(isAnswerUnknown([], [])).toBe(false);
});

test("only a question has a text: one line, without markup's or bidi's effects", () => {
  const text = "\u202eWhy\u200b\r\n<b>α</b>?\u0000";
  const signals = mergeSignals(
    [],
    [
      report("1", { text }),
      report("2", { kind: "question", text }),
      report("3", { kind: "question", text: "\u200b" }),
    ],
    noon,
  );
  expect(signals.map((signal) => signal.text)).toEqual(["", "Why <b>α</b>?", ""]);
});

test("the room's counts are of open signals of those who are here", () => {
  const of = (...reports: SignalReport[]) => mergeSignals([], reports, noon);
  const members = [
    { pages: 1, signals: of(report("1", { kind: "done" }), report("2")) },
    { pages: 2, signals: of(report("3", { kind: "question", text: "why?" })) },
    { pages: 1, signals: of(report("4", { end: { how: "moved", agoMs: 0 } })) },
    { pages: 0, signals: of(report("5")) },
    { pages: 1, signals: [] },
  ];
  expect(signalCounts(members)).toEqual({ question: 1, stuck: 1, done: 0 });
});
