// How long an unused lab lives, and which labs nobody has used for that long.

/** How long a lab lives after somebody last used or watched it. */
export const usualIdleMs = 15 * 60_000;
/** The same in a workshop: long enough that no lab ends while a class has lunch. */
export const workshopIdleMs = 4 * 3_600_000;

export interface IdleTimer {
  /** Starts or restarts the lab's time. */
  touch: (id: string) => void;
  forget: (id: string) => void;
  stop: () => void;
}

/** Calls `onIdle` with each lab that was not touched for `idleMs`, up to a fifteenth of that later. */
export function createIdleTimer(idleMs: number, onIdle: (id: string) => void): IdleTimer {
  /** On the monotonic clock, because the time of day can be changed while labs are open. */
  const lastUsed = new Map<string, number>();
  const timer = setInterval(() => {
    const idle = [...lastUsed].filter(([, at]) => performance.now() - at > idleMs);
    for (const [id] of idle) onIdle(id);
  }, idleMs / 15);

  return {
    touch: (id) => void lastUsed.set(id, performance.now()),
    forget: (id) => void lastUsed.delete(id),
    stop: () => clearInterval(timer),
  };
}
