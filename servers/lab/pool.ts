// Server processes that are already running when a lab is opened: starting one takes half a second, taking one none.
import type { Boundary } from "../boundary.ts";
import { createServerProcess, type ServerProcess } from "./child/server-process.ts";
import { LabError } from "./errors.ts";
import { inTime, within } from "./within.ts";

export interface Pool {
  /** Takes a process; where none waits, it starts one. A LabError when the system refuses to. */
  take: () => ServerProcess;
  /** Ends a process that was taken and doesn't answer, and starts another; those that wait are asked whether they answer. */
  replace: (hung: ServerProcess) => ServerProcess;
  /** Resolves once as many wait as were wanted. */
  filled: Promise<void>;
  /** Why the last process that was to wait here could not be started; null when it could. */
  lastStartError: () => string | null;
  /** Ends every process that was ever taken or waits. */
  close: () => Promise<void>;
}

export interface PoolOptions {
  /** How many are to wait. */
  size: () => number;
  boundary: Boundary;
  /** What they run. */
  program: URL;
  /** One that isn't ready after so long is replaced. */
  readyWithinMs: number;
}

/** Keeps `size()` processes waiting. A process that is taken is replaced once the lab that took it runs. */
export function createPool({ size, boundary, program, readyWithinMs }: PoolOptions): Pool {
  const filled = Promise.withResolvers<void>();
  const all = new Set<ServerProcess>();
  const taken = new WeakSet<ServerProcess>();
  let waiting: ServerProcess[] = [];
  let timer: NodeJS.Timeout | undefined;
  let lastStartError: string | null = "No server process has started yet.";
  let retryMs = firstRetryMs;
  let closed = false;

  function create(): ServerProcess {
    const server = createServerProcess(program, boundary);
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

  /** One at a time, so that labs which are in use keep the processor. */
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
      // Whoever has taken it meanwhile says what becomes of it. One that ended by itself is an error, or this would go on at once.
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

/** How long a process that has nothing to do may take for an answer; a millisecond on a quiet machine. */
export const answerWithinMs = 2000;
const refillDelayMs = 300;
const firstRetryMs = 1000;
const maxRetryMs = 30_000;
