// Problems that may disappear by themselves: processes take a moment to end, reports to arrive.
import { setTimeout as pause } from "node:timers/promises";

/** Checks until there are no problems; returns those left after `withinMs` (5000). */
export async function eventually(
  problems: () => string[] | Promise<string[]>,
  withinMs = 5000,
): Promise<string[]> {
  const end = performance.now() + withinMs;
  for (;;) {
    const wrong = await problems();
    if (wrong.length === 0 || performance.now() > end) return wrong;
    await pause(50);
  }
}
