// Where everything that fails at an edge of a process ends: logged within bounds, counted, and survived.
//
//   route, upgrade, socket handler, child message, timer, stream ──guard──▶ handler
//                                                 error ◀── throws, rejects, or emits 'error'
//                                                   └▶ report (log, count) ─▶ `failed` closes what it came on

/** What has an `error` event: a stream, a socket, a child process, a server. */
interface Emitter {
  on(event: "error", listener: (error: Error) => void): unknown;
}

export interface Boundary {
  /**
   * Returns a handler that never throws and never rejects. What `handler` throws or rejects with is reported under
   * `place`, and `failed` is called with it and the handler's arguments: it answers with an error or closes what the
   * call came on. `failed` may throw, too.
   */
  guard: <Args extends unknown[]>(
    place: string,
    handler: (...args: Args) => unknown,
    failed?: (error: unknown, ...args: Args) => void,
  ) => (...args: Args) => void;
  /** Listens for `error` on `emitter` for as long as it lives. Errors are not reported unless `failed` does so. */
  listen: (emitter: Emitter, failed: (error: Error) => void) => void;
  /** Logs the error with its stack, at most once a minute for each place, and counts it. */
  report: (place: string, error: unknown) => void;
  /** How many errors each place has had since the start. */
  counts: () => Record<string, number>;
}

export interface BoundaryOptions {
  /** Prints one log entry; `console.error`. */
  print?: (line: string) => void;
  /** Called before each guarded handler with its place. Tests throw or reject here; nothing by default. */
  fault?: (place: string) => void | Promise<void>;
}

const logAgainMs = 60_000;
const maxLogLength = 2000;

export function createBoundary({ print = console.error, fault }: BoundaryOptions = {}): Boundary {
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

/** Never throws, whatever was thrown: even an error whose `stack` or `toString` throws. */
function describeError(error: unknown): string {
  try {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } catch {
    return "an error that cannot be printed";
  }
}
