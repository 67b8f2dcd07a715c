// Limits broadcasts: the first change is sent at once, later ones together.

export interface Throttle {
  /** Call it when something changed. */
  changed: () => void;
  close: () => void;
}

/** Calls `send` after `changed`: at once, but never twice within `everyMs`. */
export function createThrottle(everyMs: number, send: () => void): Throttle {
  let timer: NodeJS.Timeout | undefined;
  let last = Number.NEGATIVE_INFINITY;

  return {
    changed() {
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
