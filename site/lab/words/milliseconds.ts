/** Formats milliseconds for a hop, with two significant digits. */
export function milliseconds(ms: number): string {
  if (ms >= 10_000) return `${Math.round(ms / 1000)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 10) return `${Math.round(ms)} ms`;
  // The two clocks may differ by this much.
  return ms < 0.05 ? "< 0.1 ms" : `${ms.toFixed(1)} ms`;
}
