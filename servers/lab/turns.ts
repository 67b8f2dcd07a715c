// So many at a time, the others wait their turn: forty labs that start at once would all be late, one after the other is early.

/** Runs each work once fewer than `atOnce` are under way, in the order in which they came. */
export function createTurns(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let busy = 0;

  return async (work) => {
    if (busy >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy += 1;
    try {
      return await work();
    } finally {
      // The turn is handed on, so that nobody who comes just now can take it.
      const next = waiting.shift();
      if (next) next();
      else busy -= 1;
    }
  };
}
