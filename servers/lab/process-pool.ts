// Server processes that are started before a lab needs them, because a start takes half a second.
import type { ErrorBoundary } from "../error-boundary.ts";
import { createServerProcess, type ServerProcess } from "./child/server-process.ts";
import { LabError } from "./errors.ts";
import { inTime, within } from "./with-timeout.ts";

export interface Pool {
  /** Returns a waiting process, or starts one. Throws a LabError if the system refuses. */
  take: () => ServerProcess;
  /** Ends a taken process that doesn't answer, and starts another. Waiting processes that don't answer are ended too. */
  replace: (hung: ServerProcess) => ServerProcess;
  /** How many processes wait. */
  waiting: () => number;
  /** Resolves once `size()` processes wait for the first time. */
  filled: Promise<void>;
  /** Why the last process for the pool could not be started; null if it could. */
  lastStartError: () => string | null;
  /** Ends every process, waiting or taken. Resolves once they are gone. */
  close: () => Promise<void>;
}

export interface PoolOptions {
  /** How many processes should wait. */
  size: () => number;
  boundary: ErrorBoundary;
  /** Their program. */
  program: URL;
  /** The file of the user's own that they run. */
  app?: string | undefined;
  /** A process that isn't ready after this time is replaced. */
  readyWithinMs: number;
}

/** Keeps `size()` processes waiting. A taken process is replaced 300 ms later, when its lab has started. */
export function createPool({ size, boundary, program, app, readyWithinMs }: PoolOptions): Pool {
  const filled = Promise.withResolvers<void>();
  const all = new Set<ServerProcess>();
  const taken = new WeakSet<ServerProcess>();
  let waiting: ServerProcess[] = [];
  let timer: NodeJS.Timeout | undefined;
  let lastStartError: string | null = "No server process has started yet.";
  let retryMs = firstRetryMs;
  let closed = false;

  function create(): ServerProcess {
    const server = createServerProcess({ program, app }, boundary);
    all.add(server);
    server.exit.then(() => {
      all.delete(server);
      if (waiting.includes(server)) refillIn(refillDelayMs);
      waiting = waiting.filter((other) => other !== server);
    });
    return server;
  }

  function refillIn(ms: number): void {
    if (!closed) timer ??= setTimeout(() => void refill(), ms);
  }

  /** Starts one at a time, so that labs in use keep their CPU time. */
  async function refill(): Promise<void> {
    try {
      while (!closed && waiting.length < size()) await add();
      timer = undefined;
      lastStartError = null;
      if (!closed) filled.resolve();
    } catch (error) {
      timer = undefined;
      if (closed) return;
      lastStartError = error instanceof Error ? error.message : String(error);
      boundary.report("start of a server process", error);
      refillIn(retryMs);
      retryMs = Math.min(2 * retryMs, maxRetryMs);
    }
  }

  async function add(): Promise<void> {
    const server = create();
    waiting.push(server);
    try {
      const late = `A server process was not ready within ${readyWithinMs} ms. Close some labs or other programs.`;
      await within(readyWithinMs, server.ready, () => new LabError("unavailable", late));
      lastStartError = null;
      retryMs = firstRetryMs;
    } catch (error) {
      // A process that was taken meanwhile is its lab's business. Any other is an error, or refill() would retry at once.
      if (taken.has(server)) return;
      waiting = waiting.filter((other) => other !== server);
      void server.kill();
      throw error;
    }
  }

  async function ask(server: ServerProcess): Promise<void> {
    const answers = await inTime(answerWithinMs, server.ping()).catch(() => false);
    if (!answers && waiting.includes(server)) void server.kill();
  }

  timer = setTimeout(() => void refill());
  return {
    waiting: () => waiting.length,
    filled: filled.promise,
    lastStartError: () => lastStartError,
    take() {
      refillIn(refillDelayMs);
      waiting = waiting.filter((server) => server.alive());
      const server = waiting.find((one) => one.isReady()) ?? waiting[0];
      waiting = waiting.filter((other) => other !== server);
      if (server) taken.add(server);
      return server ?? create();
    },
    replace(hung) {
      void hung.kill();
      for (const server of waiting) if (server.isReady()) void ask(server);
      return create();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await Promise.all([...all].map((server) => server.kill()));
    },
  };
}

/** How long an idle process may take to answer. It takes a millisecond on a quiet machine. */
export const answerWithinMs = 2000;
const refillDelayMs = 300;
const firstRetryMs = 1000;
const maxRetryMs = 30_000;
