// The page's estimate of the lab's clock: it asks repeatedly, and trusts the quickest response most.

export interface LabClock {
  /** The lab's clock at a time on the page's (`performance.now()`); undefined until the two have been compared. */
  labTime: (pageMs: number) => number | undefined;
  /** Asks for the lab's time several times in a row, as long as it gets responses. */
  compare: () => Promise<void>;
}

/** A page that is busy loading needs another series of comparisons later. */
const comparisons = 6;
/** Clocks drift, so an older comparison counts for less each time. */
const aging = 1.2;

/** `ask` resolves to the lab's time in milliseconds, or undefined without a response; `isUp` says whether to keep asking. */
export function createLabClock(ask: () => Promise<number | undefined>, isUp: () => boolean): LabClock {
  /** Lab time minus page time, from the comparison with the shortest round trip. */
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
