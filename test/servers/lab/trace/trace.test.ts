// What a lab remembers, and what its listeners get.
import { expect, test, vi } from "vitest";
import { createTrace, maxPageEvents } from "../../../../servers/lab/trace/trace.ts";
import type { TraceEvent } from "../../../../servers/protocol.ts";

const up = { type: "redis", up: true } as const;
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("events are numbered from 1, with their time since the lab was opened, to the microsecond", () => {
  const trace = createTrace(1_000);
  expect(trace.latest()).toBe(0);
  expect(trace.after(0)).toEqual({ events: [], next: 0 });
  trace.add(1_000.0004, up);
  trace.add(1_002.3456, { type: "balancer", sticky: true });
  expect(trace.latest()).toBe(2);
  expect(trace.after(0)).toEqual({
    events: [
      { seq: 1, at: 0, ...up },
      { seq: 2, at: 2.346, type: "balancer", sticky: true },
    ],
    next: 2,
  });
  expect(trace.after(1).events.map(({ seq }) => seq)).toEqual([2]);
  expect(trace.after(2)).toEqual({ events: [], next: 2 });
  expect(trace.after(7)).toEqual({ events: [], next: 2 });
});

test("a page has 500 events, and says where the next begins", () => {
  const trace = createTrace(0);
  for (let n = 1; n <= maxPageEvents + 1; n += 1) trace.add(n, up);
  const { events, next } = trace.after(0);
  expect([events.length, events[0]?.seq, events.at(-1)?.seq, next]).toEqual([500, 1, 500, 500]);
  expect(trace.after(next)).toEqual({ events: [{ seq: 501, at: 501, ...up }], next: 501 });
});

test("more than 6,000 are cut to the last 5,000, and keep their numbers", () => {
  const trace = createTrace(0);
  for (let n = 1; n <= 6_000; n += 1) trace.add(n, up);
  expect(trace.after(0).events[0]?.seq).toBe(1);
  trace.add(6_001, up);
  expect(trace.after(0).events[0]?.seq).toBe(1_002);
  expect(trace.after(1_000).events[0]?.seq).toBe(1_002);
  expect(trace.after(1_002).events[0]?.seq).toBe(1_003);
  expect(trace.after(6_000).events.map(({ seq }) => seq)).toEqual([6_001]);
});

test("listeners get new events, one batch per turn, until they stop", async () => {
  const trace = createTrace(0);
  const [one, other] = [vi.fn<(events: TraceEvent[]) => void>(), vi.fn<(events: TraceEvent[]) => void>()];
  trace.add(1, up);
  await turn();
  const stop = trace.subscribe(one);
  trace.subscribe(other);
  trace.add(2, up);
  trace.add(3, up);
  expect(one).not.toHaveBeenCalled();
  await turn();
  expect(one.mock.calls.map(([events]) => events.map(({ seq }) => seq))).toEqual([[2, 3]]);
  stop();
  trace.add(4, up);
  await turn();
  expect(one).toHaveBeenCalledTimes(1);
  expect(other.mock.calls.map(([events]) => events.map(({ seq }) => seq))).toEqual([[2, 3], [4]]);
});
