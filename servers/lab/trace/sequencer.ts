// Puts what several processes observed into one order: by time, once nobody can have seen anything earlier.
//
//   A: ──•───•──▶ complete until 17 ┐
//   B: ───•─────▶ complete until 12 ┴▶ everything up to 12 is final; B is asked for more
//
// Cause comes before effect, since all processes read the same clock.
import { now } from "../clock.ts";

/** Something that happened at `t`, on the machine's clock. */
export interface Happening {
  t: number;
  release: () => void;
  /** False holds it back for a moment, with all that follows it. */
  isDue?: () => boolean;
  /** Once it has waited this long, it goes past everything that is held back. */
  maxWaitMs?: number;
}

export interface Sequencer<Source extends string> {
  /** A process that will report; `mark` asks it to. */
  add: (source: Source, mark: () => void) => void;
  /** Takes what a process saw; it has told everything up to `until`. */
  push: (source: Source, happenings: Happening[], until: number) => void;
  /** Takes what was seen here. */
  put: (...happenings: Happening[]) => void;
  /** The process is gone: nobody waits for it any more. */
  remove: (source: Source) => void;
  /** Releases, in order, all that is final; to be called when something that an `isDue` looks at has changed. */
  releaseFinal: () => void;
  close: () => void;
}

/** A process that sees something tells it within this time by itself; who is silent for longer has to be asked. */
const patienceMs = 25;
/** A process that has not answered for so long is silent: it is suspended, or has no processor. */
const silentAfterMs = 300;
/** A silent process is waited for so long; then the others go on without it until it answers. */
const maxSilenceMs = 2000;
/** What is not due is held back this long. */
const maxHoldMs = 50;

interface SourceState {
  until: number;
  mark: () => void;
  /** When it was asked for more and has not answered since. */
  askedAt: number | undefined;
  isSilent: boolean;
}

/** `onSilence` is told when a process stops answering, and when it answers again. */
export function createSequencer<Source extends string>(
  onSilence: (source: Source, isSilent: boolean) => void = () => {},
): Sequencer<Source> {
  const sources = new Map<Source, SourceState>();
  let queue: (Happening & { came: number })[] = [];
  let timer: NodeJS.Timeout | undefined;

  /** Asks every process that has told less than `latest` for more; returns until when all have told everything. */
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

  function releaseFinal(): void {
    clearTimeout(timer);
    queue.sort((one, other) => one.t - other.t);
    const at = now();
    // What may go past is no reason to ask at once: a server tells by itself that it took what a client sent.
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
    if (queue.length > 0) timer = setTimeout(releaseFinal, patienceMs);
  }

  function enqueue(happenings: Happening[]): void {
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
