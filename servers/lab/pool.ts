// Server processes that are already running when a lab is opened: starting one takes half a second, taking one none.
import { createServerProcess, type ServerProcess } from "./server-process.ts";

export interface Pool {
  /** Takes a process; where none waits, it starts one. */
  take: () => ServerProcess;
  close: () => Promise<void>;
}

/** Keeps `size` processes waiting. A process that is taken is replaced once the lab that took it runs. */
export function createPool(size: number): Pool {
  let waiting: ServerProcess[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function refill(): void {
    timer = undefined;
    if (closed || waiting.length >= size) return;
    const server = createServerProcess();
    waiting.push(server);
    // One at a time, so that labs which are in use keep the processor.
    server.ready.then(refill, (error) => {
      if (!closed) console.error(`A server process could not be started. ${error.message}`);
    });
  }
  refill();

  return {
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
