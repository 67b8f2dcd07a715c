// Gives a process the work of a lab's server, and watches it from then on.
import { rmSync } from "node:fs";
import type { AppState } from "../../protocol.ts";
import type { ServerProcess } from "../child/server-process.ts";
import { now } from "../clock.ts";
import type { OwnCode } from "../code-change/own-code.ts";
import { watchOwnCode } from "../code-change/watchdog.ts";
import type { Fault } from "../process-protocol.ts";
import { enterState, type LabServerContext, type ServerStatus } from "./lab-server-status.ts";

export interface Work {
  socketPath: string;
  code: OwnCode | null;
  /** Whether an app of the user's own keeps its own adapter. */
  ownAdapter: boolean;
  /** Called with what fails in the code while `child` isn't the server's process; the trace has what fails later. */
  failed?: (fault: Fault) => void;
}

/** V8 ends a process so when its heap is full. Nothing in the process can say why. */
const abortSignals: (string | null)[] = ["SIGABRT", "SIGTRAP", "SIGILL"];
const maxTextLength = 1000;
const heapIsFull = { why: "memory", text: "Out of memory: the heap is full." } as const;

/** Resolves once `child` can be linked. Rejects with a CodeError if the code cannot run. */
export function assignWork(
  server: ServerStatus,
  context: LabServerContext,
  serverProcess: ServerProcess,
  { socketPath, code, ownAdapter, failed = () => {} }: Work,
): Promise<void> {
  const { name, cable } = server;
  const { note } = context;
  const isCurrent = () => server.process === serverProcess;
  let hasFailed = false;

  function fail({ why, text }: Fault): void {
    hasFailed = true;
    if (isCurrent()) note(now(), { type: "fault", server: name, during: "run", why, text });
    else failed({ why, text });
  }

  if (code) watchOwnCode(serverProcess, fail);
  const work = { name, prefix: context.prefix, redisUrl: context.redis.url, socketPath, cable };
  return serverProcess.start(
    { ...work, code: code?.changed ?? [], ownAdapter },
    {
      observed(observations, until) {
        const faults = observations.filter((observation) => observation.type === "fault");
        hasFailed ||= faults.length > 0;
        if (isCurrent()) context.observed(observations, until);
        else for (const fault of faults) failed(fault);
      },
      loaded: (files) => context.loaded(files),
      appChanged(app) {
        if (isCurrent()) noteWhatRuns(server, context, app, "run");
      },
      log: (stream, text) => note(now(), { type: "log", server: name, stream, text }),
      exited({ code: exitCode, signal, lastOutput }) {
        rmSync(socketPath, { force: true }); // a killed process leaves it
        const how = signal ?? `exit code ${exitCode}`;
        if (code && !hasFailed && signal !== "SIGKILL") {
          if (abortSignals.includes(signal)) fail(heapIsFull);
          // It broke what it would have been reported with.
          else fail({ why: "error", text: `${how}: ${lastOutput}`.slice(0, maxTextLength) });
        }
        if (!isCurrent()) return; // it hung and was replaced, or it never replaced another
        server.process = null;
        const reason = lastOutput && !server.isKilled ? `${how}: ${lastOutput}` : how;
        enterState(server, context, server.isKilled ? "stopped" : "crashed", reason);
        context.ended(how);
      },
    },
  );
}

/** Adds what a server runs to the trace. An app's own adapter takes the place of the lab's. */
export function noteWhatRuns(
  server: ServerStatus,
  { note }: Pick<LabServerContext, "note">,
  app: AppState | null,
  during?: "run",
): void {
  const { name, code } = server;
  note(
    now(),
    app
      ? { type: "app", server: name, app, ...(during && { during }) }
      : { type: "code", server: name, code: code?.state ?? null },
  );
  if (!app?.adapter || server.link === "none") return;
  server.link = "none";
  note(now(), { type: "link", server: name, link: "none" });
}
