// Limits how much work runs at once. Forty labs that start together would all be late; in turns, the first ones are early.

/** Returns a function that runs work in order of arrival, `atOnce` at a time, and returns its result. */
export function createTurns(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let busy = 0;

  return async (work) => {
    if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      return await work();
    } finally {
      // The turn goes straight to the next in line, so that new work cannot jump the queue.
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  };
}
