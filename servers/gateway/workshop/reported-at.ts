// Turns "how long ago", as browsers report it, into a time on the gateway's clock.

/** What claims to be older comes from a browser whose clock was changed. */
const longestAgoMs = 7 * 24 * 3_600_000;

/** Returns when that was, in ms; at the earliest a week before `now`, at the latest `now`. */
export function reportedAt(now: number, agoMs: number): number {
  return now - Math.min(Math.max(agoMs, 0), longestAgoMs);
}
