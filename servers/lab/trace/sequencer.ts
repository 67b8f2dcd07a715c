// Puts what several processes observed into one order: by time, once nobody can have seen anything earlier.
//
//   A: ──•───•──▶ complete until 17 ┐
//   B: ───•─────▶ complete until 12 ┴▶ everything up to 12 is final; B is asked for more
//
// Cause comes before effect, since all processes read the same clock.
import { now } from "../clock.ts";

/** Something that happened at `t`, on the machine's clock. `isDue` may hold it back, as long as a process is waited for. */
export interface Happening {
  t: number;
  release: () => void;
  isDue?: () => boolean;
}

export interface Sequencer<Source extends string> {
  /** A process that will report; `mark` asks it to. */
  add: (source: Source, mark: () => void) => void;
  /** Takes what a process saw; it has told everything up to `until`. */
  push: (source: Source, happenings: Happening[], until: number) => void;
  /** Takes what was seen here. */
  put: (happening: Happening) => void;
  /** The process is gone: nobody waits for it any more. */
  remove: (source: Source) => void;
  /** Releases, in order, all that is final; to be called when something that an `isDue` looks at has changed. */
  releaseFinal: () => void;
  close: () => void;
}

/** A process that sees something tells it within this time by itself; who is silent for longer has to be asked. */
const patienceMs = 25;
/** A process that does not answer, because it is suspended or has no processor, is waited for this long. */
const maxSilenceMs = 300;
/** What is not due is held back this long. */
const maxHoldMs = 50;

export function createSequencer<Source extends string>(): Sequencer<Source> {
  const sources = new Map<Source, { until: number; marked: boolean; mark: () => void }>();
  let queue: (Happening & { came: number })[] = [];
  let timer: NodeJS.Timeout | undefined;

  /** Asks every process that has told less than the others for more; answers until when all have told everything. */
  function completeUntil(latest: number, at: number): number {
    let until = Number.POSITIVE_INFINITY;
    for (const source of sources.values()) {
      until = Math.min(until, source.until);
      if (source.until < latest && at - source.until >= patienceMs && !source.marked) {
        source.marked = true;
        source.mark();
      }
    }
    return until;
  }

  function releaseFinal(): void {
    clearTimeout(timer);
    queue.sort((one, other) => one.t - other.t);
    const at = now();
    const until = completeUntil(queue.at(-1)?.t ?? 0, at);
    let released = 0;
    for (const { t, came, isDue, release } of queue) {
      const waited = at - came;
      if (t > until && waited < maxSilenceMs) break;
      if (isDue?.() === false && waited < maxHoldMs) break;
      release();
      released += 1;
    }
    queue = queue.slice(released);
    if (queue.length > 0) timer = setTimeout(releaseFinal, patienceMs);
  }

  function enqueue(happenings: Happening[]): void {
    const came = now();
    for (const happening of happenings) queue.push({ ...happening, came });
  }

  return {
    add: (source, mark) => void sources.set(source, { until: 0, marked: false, mark }),
    push(source, happenings, until) {
      const state = sources.get(source);
      if (state) Object.assign(state, { until, marked: false });
      enqueue(happenings);
      releaseFinal();
    },
    put(happening) {
      enqueue([happening]);
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
