// Logs refused requests: counts them by kind and prints the counts now and then, so that the log cannot fill the disk.
import { createErrorBoundary } from "../../error-boundary.ts";

export interface Refusals {
  note: (kind: string) => void;
  close: () => void;
}

/** Calls `noted` with each refusal's kind. Prints a second after the first refusal, then at most once a minute. Keeps at most `maxKinds` (20) kinds apart. */
export function createRefusals(
  print: (line: string) => void = console.warn,
  boundary = createErrorBoundary(),
  noted: (kind: string) => void = () => {},
): Refusals {
  let counts = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let printedAt = Number.NEGATIVE_INFINITY;

  const printCounts = boundary.guard("log of refusals", () => {
    timer = undefined;
    printedAt = performance.now();
    const kinds = [...counts].map(([kind, count]) => `${count} × ${kind}`);
    counts = new Map();
    print(`Refused: ${kinds.join(", ")}`);
  });

  return {
    note(kind) {
      noted(kind);
      const known = counts.has(kind) || counts.size < maxKinds ? kind : "others";
      counts.set(known, (counts.get(known) ?? 0) + 1);
      timer ??= setTimeout(printCounts, Math.max(firstMs, printedAt + againMs - performance.now())).unref();
    },
    close() {
      clearTimeout(timer);
      if (timer) printCounts();
      timer = undefined;
    },
  };
}

const maxKinds = 20;
const firstMs = 1000;
const againMs = 60_000;
