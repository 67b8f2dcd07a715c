// Collects what a server process observes and sends it in batches, so that reporting does not delay messages.

import type { ErrorBoundary } from "../../../error-boundary.ts";
import { createRate } from "../../../rate.ts";
import type { UnionOmit } from "../../../union-omit.ts";
import { now } from "../../clock.ts";
import type { RawObservation } from "../../process-protocol.ts";

/** Where observers put what they see. */
export interface Reporter {
  /** Reports an observation made at `t` (now unless given). */
  report: (observation: UntimedObservation, t?: number) => void;
  /** Defers reporting work until the batch is sent. Deferred work runs in order. */
  later: (work: () => void) => void;
  /** Runs all deferred work now. */
  catchUp: () => void;
  /** Sends everything now, with the time up to which it is complete. */
  flush: () => void;
}

/** An observation without its time. */
export type UntimedObservation = UnionOmit<RawObservation, "t">;

/**
 * Creates a reporter that calls `handOver` with batches. Beyond `maxPerSecond`, observations of messages are only counted.
 * Those of connections, rooms and subscriptions are always kept, because later ones depend on them.
 */
export function createReporter(
  handOver: (until: number, observations: RawObservation[]) => void,
  maxPerSecond: number,
  { guard }: Pick<ErrorBoundary, "guard">,
): Reporter {
  const guardedWork = guard("deferred observation", (work: () => void) => work());
  const guardedHandOver = guard("observations", handOver);
  let pending: RawObservation[] = [];
  let deferred: (() => void)[] = [];
  const rate = createRate({ perSecond: maxPerSecond });
  let timer: NodeJS.Timeout | undefined;
  let skipped = 0;

  function catchUp(): void {
    const all = deferred;
    deferred = [];
    for (const work of all) guardedWork(work);
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
    guardedHandOver(until, observations);
  }

  return {
    report(observation, t = now()) {
      if (rate.take() || alwaysKept.has(observation.type)) pending.push({ t, ...observation });
      else skipped += 1;
      timer ??= setTimeout(flush, batchMs);
    },
    later(work) {
      deferred.push(work);
      timer ??= setTimeout(flush, batchMs);
    },
    catchUp,
    flush,
  };
}

/** Long enough not to slow messages down, short enough for a picture that shows each hop for a second. */
const batchMs = 20;

const alwaysKept = new Set<RawObservation["type"]>([
  "connected",
  "upgraded",
  "disconnected",
  "joined",
  "left",
  "subscribed",
  "fault",
]);
