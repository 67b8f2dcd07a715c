// Collects what a server process observes, and hands it over in batches: the work of telling must not delay the messages.
import { now, type RawObservation } from "./observation.ts";

/** Where observers put what they see. */
export interface Reporter {
  report: (observation: Unstamped) => void;
  /** Hands over everything at once, with the time until which it is complete. */
  flush: () => void;
}

/** An observation whose time, unless it is given, is the moment of the report. */
export type Unstamped = RawObservation extends infer O
  ? O extends { t: number }
    ? Omit<O, "t"> & { t?: number }
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
  let timer: NodeJS.Timeout | undefined;
  let windowEnds = 0;
  let inWindow = 0;
  let skipped = 0;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    const until = now();
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
    report(observation) {
      const stamped = { ...observation, t: observation.t ?? now() } as RawObservation;
      if (roomFor(stamped.t) || kept.has(stamped.type)) pending.push(stamped);
      else skipped += 1;
      timer ??= setTimeout(flush, batchMs);
    },
    flush,
  };
}

/** Long enough for a message to be on its way again, short enough for a picture that takes a second for each hop. */
const batchMs = 10;

const kept = new Set<RawObservation["type"]>([
  "connected",
  "upgraded",
  "disconnected",
  "joined",
  "left",
  "subscribed",
]);
