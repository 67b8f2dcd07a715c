// What the page's clients saw, on its way to the lab: in batches, and in lab time once the clocks have been compared.

import type { ClientReport } from "../../../../servers/protocol.ts";

export interface ReportQueue {
  /** Adds a report, whose `at` is in page time. It's sent within 8 ms if possible. */
  add: (report: ClientReport) => void;
  /** Sends what is waiting, if possible. */
  flush: () => void;
  close: () => void;
}

const flushEveryMs = 8;
const maxBatch = 200;
/** If more than this many are waiting, the oldest are lost. */
const maxWaiting = 5_000;

/** `labTime` returns undefined while nothing can be sent. */
export function createReportQueue(
  labTime: (pageMs: number) => number | undefined,
  send: (batch: ClientReport[]) => void,
): ReportQueue {
  let waiting: ClientReport[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush() {
    timer = undefined;
    const shift = labTime(0);
    if (shift === undefined) return;
    for (let start = 0; start < waiting.length; start += maxBatch) {
      send(waiting.slice(start, start + maxBatch).map((report) => ({ ...report, at: report.at + shift })));
    }
    waiting = [];
  }

  return {
    add(report) {
      waiting.push(report);
      if (waiting.length > maxWaiting) waiting = waiting.slice(-maxWaiting);
      timer ??= setTimeout(flush, flushEveryMs);
    },
    flush,
    close: () => clearTimeout(timer),
  };
}
