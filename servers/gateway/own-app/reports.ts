// The report on an app: one is made at a time, and the last is kept until the app is saved again.
import { LabError } from "../../lab/errors.ts";
import type { Report, ReportState } from "../../protocol-report.ts";
import type { ReportOptions } from "../../report/run-report.ts";

export interface Reports {
  /** Makes a report. Throws a LabError if another is being made; rejects with one if the app doesn't run. */
  make: (options: ReportOptions) => Promise<Report>;
  state: () => ReportState;
  /**
   * Starts the app again with `restart`, once a report that is being made has ended; none can be made meanwhile. Then the last report is
   * dropped, unless `restart` rejects.
   */
  whileRestarting: (restart: () => Promise<void>) => Promise<void>;
  /** Drops the last report: the file that it's on has changed. */
  forget: () => void;
}

const outdated = () =>
  new LabError("conflict", "The app was started again while the report was being made. Make another one.");

export function createReports(run: (options: ReportOptions) => Promise<Report>): Reports {
  let state: ReportState = { is: "none" };
  let interruption = new AbortController();
  let ended: Promise<unknown> = Promise.resolve();
  let restarts = 0;

  async function make(options: ReportOptions): Promise<Report> {
    state = { is: "running", stage: null };
    interruption = new AbortController();
    const { signal } = interruption;
    try {
      const report = await run({
        ...options,
        signal,
        stage(name) {
          state = { is: "running", stage: name };
          options.stage?.(name);
        },
      });
      signal.throwIfAborted();
      state = { is: "done", report };
      return report;
    } catch (failure) {
      // Whatever failed, it may have failed because the servers were started again.
      const error = signal.aborted ? signal.reason : failure;
      const message = error instanceof LabError ? error.message : "Crosstalk failed; its terminal says why.";
      state = { is: "failed", message };
      throw error;
    }
  }

  return {
    make(options) {
      if (restarts > 0)
        throw new LabError("conflict", "The app is being started again. Try again in a second.");
      // It switches the adapter and ends servers, so two at a time would judge each other's faults.
      if (state.is === "running")
        throw new LabError("conflict", "A report is being made. Wait until it's done, then try again.");
      const made = make(options);
      ended = made.catch(() => {}); // the caller gets the error
      return made;
    },
    state: () => state,
    async whileRestarting(restart) {
      restarts += 1;
      interruption.abort(outdated());
      try {
        await ended;
        await restart();
        if (state.is === "done") state = { is: "none" };
      } finally {
        restarts -= 1;
      }
    },
    forget() {
      if (state.is !== "running") state = { is: "none" };
    },
  };
}
