// Handles every error at an edge of a process: logs it at a bounded rate, counts it, and keeps the process running.
//
//   route, upgrade, socket handler, child message, timer, stream ──guard──▶ handler
//                                                 error ◀── throws, rejects, or emits 'error'
//                                                   └▶ report (log, count) ─▶ `failed` closes the connection

/** Anything with an `error` event: a stream, a socket, a child process, a server. */
interface Emitter {
  on(event: "error", listener: (error: Error) => void): unknown;
}

export interface ErrorBoundary {
  /**
   * Returns a handler that never throws or rejects. An error of `handler` is reported under `place`, and `failed` is called
   * with it and the handler's arguments, to send an error or close the connection. `failed` may throw too.
   */
  guard: <Args extends unknown[]>(
    place: string,
    handler: (...args: Args) => unknown,
    failed?: (error: unknown, ...args: Args) => void,
  ) => (...args: Args) => void;
  /** Listens for `error` on `emitter` for as long as it lives. Only calls `failed`, and reports nothing. */
  listen: (emitter: Emitter, failed: (error: Error) => void) => void;
  /** Logs the error with its stack, at most once a minute per place, and counts it. */
  report: (place: string, error: unknown) => void;
  /** Returns how many errors each place has had. */
  counts: () => Record<string, number>;
}

export interface ErrorBoundaryOptions {
  /** Prints one log entry; `console.error`. */
  print?: (line: string) => void;
  /** For tests: called with the place before each guarded handler, and may throw or reject; none. */
  fault?: (place: string) => void | Promise<void>;
}

const logAgainMs = 60_000;
const maxLogLength = 2000;

export function createErrorBoundary({
  print = console.error,
  fault,
}: ErrorBoundaryOptions = {}): ErrorBoundary {
  const counts = new Map<string, number>();
  const loggedAt = new Map<string, number>();

  function report(place: string, error: unknown): void {
    const count = (counts.get(place) ?? 0) + 1;
    counts.set(place, count);
    const now = performance.now();
    if (now - (loggedAt.get(place) ?? Number.NEGATIVE_INFINITY) < logAgainMs) return;
    loggedAt.set(place, now);
    print(`Error in ${place} (${count} so far): ${describeError(error)}`.slice(0, maxLogLength));
  }

  return {
    guard: (place, handler, failed) => {
      const fail = (error: unknown, args: Parameters<typeof handler>) => {
        report(place, error);
        try {
          failed?.(error, ...args);
        } catch (second) {
          report(place, second);
        }
      };
      return (...args) => {
        try {
          const faulty = fault?.(place);
          const result = faulty ? faulty.then(() => handler(...args)) : handler(...args);
          if (result instanceof Promise) result.catch((error) => fail(error, args));
        } catch (error) {
          fail(error, args);
        }
      };
    },
    listen: (emitter, failed) => {
      emitter.on("error", (error) => {
        try {
          failed(error);
        } catch (second) {
          report("error listener", second);
        }
      });
    },
    report,
    counts: () => Object.fromEntries(counts),
  };
}

/** Returns an error's stack or text. Never throws, even if its `stack` or `toString` does. */
function describeError(error: unknown): string {
  try {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } catch {
    return "an error that cannot be printed";
  }
}
