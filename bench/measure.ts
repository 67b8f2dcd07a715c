// Numbers from samples, and the Markdown table that shows them, as in the README.

export interface Row {
  what: string;
  measured: string;
  /** The same for a peer in the same run. */
  peer?: string;
  /** The target, and whether it's met. */
  target?: { text: string; met: boolean };
}

export function quantile(samples: number[], q: number): number {
  const sorted = samples.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export const median = (samples: number[]): number => quantile(samples, 0.5);

/** The milliseconds `work` took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function ms(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
}

export function times(value: number, of: number): string {
  return `${(value / of).toFixed(2)} ×`;
}

export function atMost(value: number, limit: number, unit: string): { text: string; met: boolean } {
  return { text: `≤ ${limit} ${unit}`, met: value <= limit };
}

export function printHead(machine: string): void {
  console.log(`| ${machine} | measured | compared with | target |\n| --- | --- | --- | --- |`);
}

/** Prints a row as soon as it's measured. */
export function printRow({ what, measured, peer = "", target }: Row): void {
  const verdict = target ? `${target.text} ${target.met ? "✓" : "✗"}` : "";
  console.log(`| ${[what, measured, peer, verdict].join(" | ")} |`);
}
