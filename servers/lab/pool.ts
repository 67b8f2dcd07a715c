// Server processes that are already running when a lab is opened: starting one takes half a second, taking one none.
import { createServerProcess, type ServerProcess } from "./server-process.ts";

export interface Pool {
  /** Takes a process; where none waits, it starts one. */
  take: () => ServerProcess;
  /** Resolves once as many wait as were wanted. */
  filled: Promise<void>;
  close: () => Promise<void>;
}

/** Keeps `size()` processes waiting. A process that is taken is replaced once the lab that took it runs. */
export function createPool(size: () => number): Pool {
  const filled = Promise.withResolvers<void>();
  let waiting: ServerProcess[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function refill(): void {
    timer = undefined;
    if (closed) return;
    if (waiting.length >= size()) {
      filled.resolve();
      return;
    }
    const server = createServerProcess();
    waiting.push(server);
    // One at a time, so that labs which are in use keep the processor.
    server.ready.then(refill, (error) => {
      if (!closed) console.error(`A server process could not be started. ${error.message}`);
    });
  }
  refill();

  return {
    filled: filled.promise,
    take() {
      timer ??= setTimeout(refill, refillDelayMs);
      waiting = waiting.filter((server) => server.alive());
      return waiting.shift() ?? createServerProcess();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await Promise.all(waiting.map((server) => server.kill()));
    },
  };
}

const refillDelayMs = 300;
