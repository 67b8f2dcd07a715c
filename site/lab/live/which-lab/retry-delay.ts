// How long a page waits before it asks for a lab again.
import type { Phase } from "../phase.ts";

/** The first wait; each further one is twice as long, up to the maximum: a full gateway stays full for a while. */
const retryMs = 1_500;
const maxRetryMs = { away: 5_000, waiting: 30_000 };
/** Longer waits requested by the gateway are cut to this. */
const maxAfterMs = 120_000;

/**
 * Returns milliseconds, a part of them at random, so that a waiting class doesn't come back all at once.
 * @param failures The failed tries in a row. @param atLeastMs What the gateway asked for.
 */
export function retryDelay(phase: Phase, failures: number, atLeastMs: number): number {
  const maxMs = phase.is === "away" ? maxRetryMs.away : maxRetryMs.waiting;
  const ms = Math.min(maxMs, retryMs * 2 ** failures);
  return Math.min(atLeastMs, maxAfterMs) + ms * (0.5 + Math.random() / 2);
}
