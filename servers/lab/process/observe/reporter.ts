// Collects what a server process observes, and hands it over in batches: the work of telling must not delay the messages.

import { now } from "../../clock.ts";
import type { RawObservation } from "../../process-protocol.ts";

/** Where observers put what they see. */
export interface Reporter {
  /** `t` is the moment of the report, unless it is given. */
  report: (observation: Unstamped, t?: number) => void;
  /** Puts work off that tells what was seen, until the batch is handed over; in the order in which it was put off. */
  later: (tell: () => void) => void;
  /** Does all work that was put off. */
  catchUp: () => void;
  /** Hands over everything at once, with the time until which it is complete. */
  flush: () => void;
}

/** An observation without its time. */
export type Unstamped = RawObservation extends infer O
  ? O extends { t: number }
    ? Omit<O, "t">
    : never
  : never;

/**
 * Beyond `maxPerSecond` observations of the way of messages are counted instead of kept; those of
 * connections, rooms and subscriptions never are, since what comes later builds on them.
 */
export function createReporter(
  handOver: (until: number, observations: RawObservation[]) => void,
  maxPerSecond: number,
): Reporter {
  let pending: RawObservation[] = [];
  let untold: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let windowEnds = 0;
  let inWindow = 0;
  let skipped = 0;

  function catchUp(): void {
    const work = untold;
    untold = [];
    for (const tell of work) tell();
  }

  function flush(): void {
    clearTimeout(timer);
    const until = now();
    catchUp();
    timer = undefined;
    if (skipped > 0) pending.push({ t: until, type: "skipped", count: skipped });
    skipped = 0;
    const observations = pending;
    pending = [];
    handOver(until, observations);
  }

  function roomFor(t: number): boolean {
    if (t > windowEnds) {
      windowEnds = t + 1000;
      inWindow = 0;
    }
    inWindow += 1;
    return inWindow <= maxPerSecond;
  }

  return {
    report(observation, t = now()) {
      if (roomFor(t) || kept.has(observation.type)) pending.push({ t, ...observation });
      else skipped += 1;
      timer ??= setTimeout(flush, batchMs);
    },
    later(tell) {
      untold.push(tell);
      timer ??= setTimeout(flush, batchMs);
    },
    catchUp,
    flush,
  };
}

/** Long enough for a message to be on its way again, short enough for a picture that takes a second for each hop. */
const batchMs = 20;

const kept = new Set<RawObservation["type"]>([
  "connected",
  "upgraded",
  "disconnected",
  "joined",
  "left",
  "subscribed",
]);
