// An app of the user's own, from `--server`: one lab that everybody on this machine shares, started again when a file is saved.
//
//   file saved ──▶ reload: fresh processes load it ──▶ fails: the last good version goes on, and the terminal says where
//                                                  └─▶ both servers are replaced
import { basename } from "node:path";
import type { ErrorBoundary } from "../../error-boundary.ts";
import { CodeError, LabError } from "../../lab/errors.ts";
import type { Lab } from "../../lab/lab.ts";
import type { Labs, LabsApp } from "../../lab/labs.ts";
import { type AppPorts, openAppPorts } from "./ports.ts";
import { createReports, type Reports } from "./reports.ts";
import { watchAppFiles } from "./watch-app-files.ts";

export interface App {
  /** For `createLabs`. */
  labsApp: LabsApp;
  /** Returns the lab that runs the app; opens it if there is none. Rejects with a LabError. */
  open: () => Promise<Lab>;
  /** Opens the ports for the app's own pages and the lab. Rejects if a port can't be had; prints why there is no lab yet. */
  start: (port: number) => Promise<AppPorts["urls"]>;
  /** Sends events through the app. */
  reports: Reports;
  close: () => void;
}

/** What labs with an app do differently: they stay open as long as the gateway, and an app may compile itself and wait for databases. */
export const labsOfApp = {
  idleMs: 30 * 24 * 3_600_000, // a timer takes 24 days at most, and asks 15 times
  poolSize: 2,
  startWithinMs: 60_000,
};

export interface AppOptions {
  file: string;
  boundary: ErrorBoundary;
  labs: () => Labs;
  /** Prints a line for the user. */
  print: (line: string) => void;
}

export function createApp({ file, boundary, labs, print }: AppOptions): App {
  let id: string | undefined;
  let opening: Promise<Lab> | undefined;
  let ports: AppPorts | undefined;
  const reports = createReports(async (options) => {
    const { runReport } = await import("../../report/run-report.ts"); // with Socket.IO's client, which nothing else needs
    return runReport(await open(), options);
  });
  const name = basename(file);
  const files = watchAppFiles(boundary.guard("file of an app", saved), (folder, why) =>
    print(`Nobody notices when a file in ${folder} is saved (${why}). Start Crosstalk again after a change.`),
  );
  files.add([file]);

  async function open(): Promise<Lab> {
    try {
      if (id) return labs().find(id);
    } catch {
      id = undefined; // somebody closed it
    }
    opening ??= labs()
      .open()
      .finally(() => {
        opening = undefined;
      });
    const lab = await opening;
    id = lab.id;
    return lab;
  }

  async function saved(changed: string): Promise<void> {
    reports.forget();
    try {
      const lab = id && labs().find(id);
      if (lab) await reports.whileRestarting(() => lab.reload());
      else await open();
      print(`${changed} was saved: both servers run it now.`);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      print(`${describe(error)}${id ? " The servers go on with what they ran." : ""}`);
    }
  }

  function describe(error: LabError): string {
    const { message } = error;
    const place = error instanceof CodeError ? error.place : undefined;
    return `${place ? `${place.file}:${place.line}` : name}: ${message}`;
  }

  async function start(port: number): Promise<AppPorts["urls"]> {
    ports = await openAppPorts({ port, boundary, lab: () => labs().find(id ?? "") });
    await open().catch((error) => {
      if (!(error instanceof LabError)) throw error;
      const isCode = error instanceof CodeError;
      print(isCode ? `${describe(error)} Save it again, and it is tried again.` : error.message);
    });
    return ports.urls;
  }

  return {
    labsApp: { file, state: () => ports && { file: name, urls: ports.urls }, loaded: files.add },
    open,
    start(port) {
      const started = start(port);
      started.catch(() => {}); // the caller that awaits it gets the error
      return started;
    },
    reports,
    close() {
      files.close();
      ports?.close();
    },
  };
}
