// The lab's clock, as the page knows it: compared by asking, again and again, and trusting the quickest answer most.

export interface LabClock {
  /** The lab's clock at a moment of the page's (`performance.now()`); undefined until the two have been compared. */
  labTime: (pageMs: number) => number | undefined;
  /** Asks for the lab's time several times in a row, for as long as it's answered. */
  compare: () => Promise<void>;
}

/** A page that is busy loading needs another row of comparisons later. */
const comparisons = 6;
/** A clock drifts: a comparison that was better counts for less each time. */
const aging = 1.2;

/** `ask` resolves with the lab's time in milliseconds, or undefined if no answer came; `isUp` says whether to go on asking. */
export function createLabClock(ask: () => Promise<number | undefined>, isUp: () => boolean): LabClock {
  /** Lab time minus page time, from the comparison that took the shortest. */
  let offset: number | undefined;
  let bestMs = Number.POSITIVE_INFINITY;

  return {
    labTime: (pageMs) => (offset === undefined ? undefined : pageMs + offset),
    async compare() {
      bestMs *= aging;
      for (let index = 0; index < comparisons && isUp(); index += 1) {
        const start = performance.now();
        const labMs = await ask();
        const tripMs = performance.now() - start;
        if (labMs === undefined || tripMs >= bestMs) continue;
        bestMs = tripMs;
        offset = labMs + tripMs / 2 - (start + tripMs);
      }
    },
  };
}
