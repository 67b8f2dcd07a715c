// The report on an app: one is made at a time, and the last is kept until the app is saved again.
import { LabError } from "../../lab/errors.ts";
import type { Report, ReportState } from "../../protocol-report.ts";
import type { ReportOptions } from "../../report/run-report.ts";

export interface Reports {
  /** Makes a report. Throws a LabError if another is being made; rejects with one if the app doesn't run. */
  make: (options: ReportOptions) => Promise<Report>;
  state: () => ReportState;
  /** The app was saved, or runs without its adapter, so what is known about it is out of date. */
  forget: () => void;
}

const outdated = () =>
  new LabError("conflict", "The app was started again while the report was being made. Make another one.");

export function createReports(run: (options: ReportOptions) => Promise<Report>): Reports {
  let state: ReportState = { is: "none" };
  let isOutdated = false;

  async function make(options: ReportOptions): Promise<Report> {
    state = { is: "running", stage: null };
    isOutdated = false;
    try {
      const report = await run({
        ...options,
        stage(name) {
          state = { is: "running", stage: name };
          options.stage?.(name);
        },
      });
      if (isOutdated) throw outdated();
      state = { is: "done", report };
      return report;
    } catch (failure) {
      // Whatever failed, it may have failed because the servers were started again.
      const error = isOutdated ? outdated() : failure;
      const message = error instanceof LabError ? error.message : "Crosstalk failed; its terminal says why.";
      state = { is: "failed", message };
      throw error;
    }
  }

  return {
    make(options) {
      // It switches the adapter and ends servers, so two at a time would judge each other's faults.
      if (state.is === "running")
        throw new LabError("conflict", "A report is being made. Wait until it's done, then try again.");
      return make(options);
    },
    state: () => state,
    forget() {
      if (state.is === "running") isOutdated = true;
      else state = { is: "none" };
    },
  };
}
