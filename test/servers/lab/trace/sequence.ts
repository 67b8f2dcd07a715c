// A sequencer over two processes, on a clock that the test moves, with everything it does noted.
import { beforeEach, vi } from "vitest";
import { createSequencer, type PendingEvent } from "../../../../servers/lab/trace/sequencer.ts";

/** Call it once in a test file, before its tests. */
export function useMovedClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["hrtime", "setTimeout", "clearTimeout"] });
    // No real clock shows 0: it stands for "nothing reported yet".
    vi.advanceTimersByTime(1_000_000);
    return () => void vi.useRealTimers();
  });
}

export const pass = (ms: number) => void vi.advanceTimersByTime(ms);

export function open() {
  const released: string[] = [];
  const marks: string[] = [];
  const silences: string[] = [];
  const sequencer = createSequencer<"a" | "b">((source, isSilent) => silences.push(`${source} ${isSilent}`));
  for (const source of ["a", "b"] as const) sequencer.add(source, () => marks.push(source));
  const at = (t: number, name: string, more: Partial<PendingEvent> = {}): PendingEvent => ({
    t,
    release: () => void released.push(name),
    ...more,
  });
  return { released, marks, silences, sequencer, at };
}
