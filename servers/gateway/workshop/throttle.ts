// Limits broadcasts: the first change is sent at once, later ones together.

export interface Pulse {
  /** Call it when something changed. */
  beat: () => void;
  close: () => void;
}

/** Calls `send` after a `beat`, but never twice within `everyMs`. */
export function createPulse(everyMs: number, send: () => void): Pulse {
  let timer: NodeJS.Timeout | undefined;
  let last = Number.NEGATIVE_INFINITY;

  return {
    beat() {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          last = performance.now();
          send();
        },
        Math.max(0, last + everyMs - performance.now()),
      );
    },
    close: () => clearTimeout(timer),
  };
}
