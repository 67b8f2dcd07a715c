// What setTimeout() of a socket does, for a stream that isn't one.

export interface IdleTimer {
  /** Sets how long it may be idle, in milliseconds; 0 turns it off. */
  set: (ms: number) => void;
  /** Call it for bytes in either direction. */
  touch: () => void;
}

/** Calls `onIdle` once no bytes have passed for as long as was set. It never keeps the process running. */
export function createIdleTimer(onIdle: () => void): IdleTimer {
  let timer: NodeJS.Timeout | undefined;
  return {
    set(ms) {
      clearTimeout(timer);
      timer = ms > 0 ? setTimeout(onIdle, ms).unref() : undefined;
    },
    touch: () => void timer?.refresh(),
  };
}
