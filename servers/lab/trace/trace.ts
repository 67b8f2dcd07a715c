// The trace of a lab: its latest observations, numbered without gaps, for pages that watch it.
import type { Observation, TraceEvent, TracePage } from "../../protocol.ts";

export interface Trace {
  /** Adds an observation made at `t`, in ms on the machine's clock. */
  add: (t: number, observation: Observation) => void;
  /** Returns the first `maxPageEvents` (500) events after `seq` that are still kept. */
  after: (seq: number) => TracePage;
  /** Returns the `seq` of the last event; 0 before the first. */
  latest: () => number;
  /** Calls `listener` with each batch of new events. Returns a function that unsubscribes it. */
  subscribe: (listener: (events: TraceEvent[]) => void) => () => void;
}

const maxEvents = 5000;
/** How many events one page of the API holds. An event has a few kilobytes at most. */
export const maxPageEvents = 500;

/** Creates a trace whose clock starts at `openedAt`, in ms. It keeps at least the last 5,000 events. */
export function createTrace(openedAt: number): Trace {
  const listeners = new Set<(events: TraceEvent[]) => void>();
  let events: TraceEvent[] = [];
  let fresh: TraceEvent[] = [];
  let seq = 0;

  function notify(): void {
    const batch = fresh;
    fresh = [];
    for (const listener of listeners) listener(batch);
  }

  return {
    add(t, observation) {
      seq += 1;
      const event: TraceEvent = { seq, at: Math.round((t - openedAt) * 1000) / 1000, ...observation };
      events.push(event);
      // In steps, so that a long trace is not copied for each new event.
      if (events.length > maxEvents * 1.2) events = events.slice(-maxEvents);
      if (fresh.push(event) === 1) setImmediate(notify);
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

/** An observation for the trace, with its time in ms on the machine's clock. */
export type Correlated = { t: number; observation: Observation };
