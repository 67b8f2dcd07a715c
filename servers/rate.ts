// The one rate limiter: many at once, and then as fast as what was used comes back. The clock is monotonic.
import { createBoundedMap } from "./bounded-map.ts";

export interface RateOptions {
  /** So many at once. */
  most: number;
  /** So many come back each second, up to `most`. */
  perSecond: number;
}

export interface Rate {
  /** Takes `count` (1); false, and takes nothing, when less than that is left. */
  take: (count?: number) => boolean;
  /** Whether not even one is left. */
  isSpent: () => boolean;
}

/** The same for each key apart. */
export interface Rates {
  take: (key: string, count?: number) => boolean;
  isSpent: (key: string) => boolean;
}

/** A limit for one thing, e.g. the events of one connection. */
export function createRate({ most, perSecond }: RateOptions): Rate {
  let left = most;
  let at = performance.now();

  function refill(): void {
    const now = performance.now();
    left = Math.min(most, left + ((now - at) / 1000) * perSecond);
    at = now;
  }

  return {
    take(count = 1) {
      refill();
      if (left < count) return false;
      left -= count;
      return true;
    },
    isSpent() {
      refill();
      return left < 1;
    },
  };
}

/** A limit for each key, e.g. each address. `maxKeys` (10,000) are remembered; the one that took longest ago is forgotten. */
export function createRates(options: RateOptions, maxKeys = 10_000): Rates {
  const rates = createBoundedMap<string, Rate>(maxKeys);
  return {
    take(key, count) {
      const rate = rates.get(key) ?? createRate(options);
      rates.set(key, rate);
      return rate.take(count);
    },
    isSpent: (key) => rates.get(key)?.isSpent() ?? false,
  };
}
