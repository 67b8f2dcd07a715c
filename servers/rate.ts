// The one rate limiter: a token bucket. The clock is monotonic.
import { createBoundedMap } from "./bounded-map.ts";

export interface RateOptions {
  /** How many are added each second, up to `most`. */
  perSecond: number;
  /** How many can be taken at once; `perSecond` by default. */
  most?: number;
}

export interface Rate {
  /** Takes `count` (1). Returns false, and takes nothing, if fewer are left. */
  take: (count?: number) => boolean;
  /** Whether nothing is left. */
  isSpent: () => boolean;
}

/** The same limit for each key separately. */
export interface Rates {
  take: (key: string, count?: number) => boolean;
  isSpent: (key: string) => boolean;
}

/** A limit for one thing, e.g. the events of one connection. */
export function createRate({ perSecond, most = perSecond }: RateOptions): Rate {
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

/** A limit for each key, e.g. each address. Keeps `maxKeys` (10,000) keys and forgets the least recently used one. */
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
