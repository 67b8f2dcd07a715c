// The trace of a lab: the last observations, numbered without gaps, for whoever looks on.
import type { Observation, TraceEvent, TracePage } from "../../protocol.ts";

export interface Trace {
  /** `t` is on the machine's clock, in ms. */
  add: (t: number, observation: Observation) => void;
  /** The first `maxPageEvents` of what came after `seq`, as far as it is kept. */
  after: (seq: number) => TracePage;
  /** The `seq` of the last event; 0 before the first. */
  latest: () => number;
  /** Calls back with each batch of new events; returns how to stop. */
  subscribe: (listener: (events: TraceEvent[]) => void) => () => void;
}

const maxEvents = 5000;
/** Of one page. An event has a few kilobytes at most. */
export const maxPageEvents = 500;

/** `openedAt` is the zero of the trace's clock; the oldest events beyond `maxEvents` (5,000) are forgotten. */
export function createTrace(openedAt: number): Trace {
  const listeners = new Set<(events: TraceEvent[]) => void>();
  let events: TraceEvent[] = [];
  let fresh: TraceEvent[] = [];
  let seq = 0;

  function tell(): void {
    const batch = fresh;
    fresh = [];
    for (const listener of listeners) listener(batch);
  }

  return {
    add(t, observation) {
      seq += 1;
      const event: TraceEvent = { seq, at: Math.round((t - openedAt) * 1000) / 1000, ...observation };
      events.push(event);
      // In steps, so that a long trace is not copied for each event.
      if (events.length > maxEvents * 1.2) events = events.slice(-maxEvents);
      if (fresh.push(event) === 1) setImmediate(tell);
    },
    after(after) {
      const first = events[0]?.seq ?? seq + 1;
      const start = Math.max(0, after + 1 - first);
      const page = events.slice(start, start + maxPageEvents);
      return { events: page, next: page.at(-1)?.seq ?? seq };
    },
    latest: () => seq,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** An observation of the trace, with its time on the machine's clock. */
export type Correlated = { t: number; observation: Observation };
