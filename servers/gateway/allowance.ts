// How much of something each may have: many at once, and then as fast as the allowance grows again.

export interface Allowance {
  /** Takes one for `who`; false when nothing is left. */
  take: (who: string) => boolean;
}

/** Each has `most` to begin with, and gets `perSecond` back, up to `most`. */
export function createAllowance({ most, perSecond }: { most: number; perSecond: number }): Allowance {
  const taken = new Map<string, { count: number; at: number }>();

  function stillTaken(who: string, now: number): number {
    const { count, at } = taken.get(who) ?? { count: 0, at: now };
    return Math.max(0, count - ((now - at) / 1000) * perSecond);
  }
  /** Whoever has everything back need not be remembered. */
  function forget(now: number): void {
    for (const who of taken.keys()) if (stillTaken(who, now) === 0) taken.delete(who);
  }

  return {
    take(who) {
      const now = performance.now();
      const count = stillTaken(who, now);
      if (count + 1 > most) return false;
      if (taken.size >= maxRemembered) forget(now);
      taken.set(who, { count: count + 1, at: now });
      return true;
    },
  };
}

const maxRemembered = 10_000;
