// Many changes, few broadcasts: the first is told at once, what follows is told together.

export interface Pulse {
  /** Something changed. */
  beat: () => void;
  close: () => void;
}

/** Calls `tell` after a `beat`, but never twice within `everyMs`. */
export function createPulse(everyMs: number, tell: () => void): Pulse {
  let timer: NodeJS.Timeout | undefined;
  let last = Number.NEGATIVE_INFINITY;

  return {
    beat() {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          last = performance.now();
          tell();
        },
        Math.max(0, last + everyMs - performance.now()),
      );
    },
    close: () => clearTimeout(timer),
  };
}
