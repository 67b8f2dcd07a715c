// Gives a server new code: a fresh process loads it first, and replaces the running one only if that went well.
//
//   prepare: process from the pool ── loads, creates its chat server ──▶ fails: the running one goes on, CodeError
//   use: the running one ends ─▶ the fresh one is linked as before ─▶ listens
import type { ServerProcess } from "../child/server-process.ts";
import { now } from "../clock.ts";
import { CodeError, LabError } from "../errors.ts";
import { answerWithinMs } from "../process-pool.ts";
import type { Fault } from "../process-protocol.ts";
import { linkAndListen, makeCurrent } from "../server/lab-server-start.ts";
import {
  enterState,
  type LabServerContext,
  refuseIfClosed,
  type ServerStatus,
} from "../server/lab-server-status.ts";
import { assignWork, noteWhatRuns } from "../server/lab-server-work.ts";
import { inTime, within } from "../with-timeout.ts";
import { hungMessage } from "./watchdog.ts";

/** A process that has loaded new code, and waits to replace the running one. */
export interface Prepared {
  /** Resolves once it listens, linked as before. Rejects with a LabError. */
  use: () => Promise<void>;
  discard: () => void;
}

const loadWithinMs = 5000;

/** Rejects with a CodeError, also added to the trace, if the code cannot run. */
export async function prepare(
  server: ServerStatus,
  context: LabServerContext,
  { code, ownAdapter }: Pick<ServerStatus, "code" | "ownAdapter">,
): Promise<Prepared> {
  refuseIfClosed(server);
  const child = await takeAnswering(context);
  const socketPath = context.newSocketPath();
  server.fresh = child;
  let fault: Fault | undefined;
  const discard = () => {
    if (server.fresh === child) server.fresh = null;
    void child.kill();
  };
  try {
    refuseIfClosed(server);
    await within(context.startWithinMs, child.ready, () => slow(server.name));
    const failed = (found: Fault) => {
      fault ??= found;
    };
    const loaded = assignWork(server, context, child, { socketPath, code, ownAdapter, failed });
    await within(
      context.isApp ? context.startWithinMs : loadWithinMs,
      loaded,
      () => new CodeError("hung", hungMessage),
    );
  } catch (error) {
    discard();
    throw noted(server, context, whyNot(error, fault));
  }

  return {
    discard,
    async use() {
      if (!child.alive()) throw noted(server, context, whyNot(new CodeError("error", "It ended."), fault));
      await within(context.startWithinMs, replaceBy(child), () => {
        void child.kill();
        return slow(server.name);
      });
    },
  };

  async function replaceBy(child: ServerProcess): Promise<void> {
    server.isKilled = true;
    await server.process?.kill();
    refuseIfClosed(server);
    server.isKilled = false;
    server.fresh = null;
    Object.assign(server, { code, ownAdapter });
    noteWhatRuns(server, context, child.app());
    makeCurrent(server, context, child, socketPath);
    await linkAndListen(server, context, child);
    enterState(server, context, "running");
  }
}

/** Takes a process of the pool. One that waited there and doesn't answer is replaced. */
async function takeAnswering({ pool }: LabServerContext): Promise<ServerProcess> {
  const child = pool.take();
  if (!child.isReady() || (await inTime(answerWithinMs, child.ping()).catch(() => false))) return child;
  return pool.replace(child);
}

/** What a process reported before it ended says more than that it ended. */
function whyNot(error: unknown, fault: Fault | undefined): unknown {
  return fault ? new CodeError(fault.why, fault.text, fault.place) : error;
}

/** Adds to the trace why code cannot run. Returns the error. */
function noted({ name }: ServerStatus, { note }: LabServerContext, error: unknown): unknown {
  if (error instanceof CodeError) {
    const { why, message, place } = error;
    note(now(), { type: "fault", server: name, during: "load", why, text: message, ...place });
  }
  return error;
}

function slow(name: string): LabError {
  return new LabError(
    "unavailable",
    `Server ${name.toUpperCase()} did not start in time. Close some labs or other programs, and try again.`,
  );
}
