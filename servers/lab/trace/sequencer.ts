// Puts what several processes observed into one order by time. An observation is final once no process can report an earlier one.
//
//   A: ──•───•──▶ complete until 17 ┐
//   B: ───•─────▶ complete until 12 ┴▶ everything up to 12 is final; B is asked for more
//
// Causes come before effects, because all processes read the same clock.
import { now } from "../clock.ts";

/** Something that happened at `t`, in ms on the machine's clock. */
export interface PendingEvent {
  t: number;
  /** Called once it is final. */
  release: () => void;
  /** While this returns false, it is held back for up to 50 ms, with everything after it. */
  isDue?: () => boolean;
  /** After this time it is released ahead of everything that is held back; without it, it waits. */
  maxWaitMs?: number;
}

export interface Sequencer<Source extends string> {
  /** Adds a process that will report. `mark` asks it to report now. */
  add: (source: Source, mark: () => void) => void;
  /** Takes what a process saw. Its reports are complete up to `until`. */
  push: (source: Source, happenings: PendingEvent[], until: number) => void;
  /** Takes what this process saw. */
  put: (...happenings: PendingEvent[]) => void;
  /** Removes a process that is gone, so that nothing waits for it. */
  remove: (source: Source) => void;
  /** Releases everything that is final, in order. Call it when the result of an `isDue` may have changed. */
  releaseFinal: () => void;
  close: () => void;
}

/** A process that sees something reports it within this time. One that is silent for longer is asked. */
const patienceMs = 25;
/** A process that has not answered for this long counts as silent: it is suspended, or gets no CPU time. */
const silentAfterMs = 300;
/** How long the others wait for a silent process. Then they go on without it until it answers. */
const maxSilenceMs = 2000;
/** How long something that is not due is held back. */
const maxHoldMs = 50;

interface SourceState {
  until: number;
  mark: () => void;
  /** When it was asked to report; undefined once it has. */
  askedAt: number | undefined;
  isSilent: boolean;
}

/** Calls `onSilence` when a process stops answering, and when it answers again. */
export function createSequencer<Source extends string>(
  onSilence: (source: Source, isSilent: boolean) => void = () => {},
): Sequencer<Source> {
  const sources = new Map<Source, SourceState>();
  let queue: (PendingEvent & { came: number })[] = [];
  let timer: NodeJS.Timeout | undefined;

  /** Asks every process that is not complete up to `latest` to report. Returns the time up to which all are complete. */
  function completeUntil(latest: number, at: number): number {
    let until = Number.POSITIVE_INFINITY;
    for (const [name, source] of sources) {
      if (source.until < latest && at - source.until >= patienceMs && source.askedAt === undefined) {
        source.askedAt = at;
        source.mark();
      }
      const silentMs = source.askedAt === undefined ? 0 : at - source.askedAt;
      if (silentMs >= silentAfterMs && !source.isSilent) {
        source.isSilent = true;
        onSilence(name, true);
      }
      if (silentMs < maxSilenceMs) until = Math.min(until, source.until);
    }
    return until;
  }

  /** Whether a process was asked that may still turn out to be silent, even if nothing waits for it any more. */
  function isAwaited(): boolean {
    return [...sources.values()].some(({ askedAt, isSilent }) => askedAt !== undefined && !isSilent);
  }

  function releaseFinal(): void {
    clearTimeout(timer);
    queue.sort((one, other) => one.t - other.t);
    const at = now();
    // Something with `maxWaitMs` is no reason to ask at once: the server reports by itself that it took what a client sent.
    const latest = queue.findLast(
      ({ maxWaitMs, came }) => maxWaitMs === undefined || at - came >= patienceMs,
    );
    const until = completeUntil(latest?.t ?? 0, at);
    const held: typeof queue = [];
    for (const happening of queue) {
      const { t, came, isDue, maxWaitMs = Number.POSITIVE_INFINITY, release } = happening;
      const waitedMs = at - came;
      const isHeld = held.length > 0 || t > until || (waitedMs < maxHoldMs && isDue?.() === false);
      if (isHeld && waitedMs < maxWaitMs) held.push(happening);
      else release();
    }
    queue = held;
    if (queue.length > 0 || isAwaited()) timer = setTimeout(releaseFinal, patienceMs);
  }

  function enqueue(happenings: PendingEvent[]): void {
    const came = now();
    for (const happening of happenings) queue.push({ ...happening, came });
  }

  return {
    add: (source, mark) => void sources.set(source, { until: 0, mark, askedAt: undefined, isSilent: false }),
    push(source, happenings, until) {
      const state = sources.get(source);
      if (state?.isSilent) onSilence(source, false);
      if (state) Object.assign(state, { until, askedAt: undefined, isSilent: false });
      enqueue(happenings);
      releaseFinal();
    },
    put(...happenings) {
      enqueue(happenings);
      releaseFinal();
    },
    remove(source) {
      sources.delete(source);
      releaseFinal();
    },
    releaseFinal,
    close: () => clearTimeout(timer),
  };
}
