// What every link's Redis connections have in common: they survive an outage of Redis, and what it refuses.
import {
  AbortError,
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  DisconnectsClientError,
  ErrorReply,
  SocketClosedUnexpectedlyError,
  TimeoutError,
} from "redis";

interface RedisClient {
  readonly isOpen: boolean;
  connect(): Promise<unknown>;
  destroy(): void;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "ready", listener: () => void): unknown;
}

// #region options
export const clientOptions = {
  // node-redis 6 gives a command up that it cannot write within 5 s. The adapter does not wait for its PUBLISH, so
  // nobody would catch that, and Node ends the process. Without a timeout the command waits until Redis is back.
  commandOptions: { timeout: 0 },
  socket: { reconnectStrategy: (retries: number) => Math.min(50 * 2 ** retries, 400) },
};
// #endregion options

/**
 * Connects all of them, or none: when one fails, or `signal` aborts, now or later, all are ended. Throws the latest
 * answer of Redis, where it answered, e.g. that a password is wrong: node-redis would go on trying.
 */
export async function connectAll(clients: RedisClient[], signal: AbortSignal): Promise<void> {
  let refusal: Error | null = null;
  for (const client of clients) {
    client.on("error", logOutage);
    client.on("error", (error) => {
      refusal = error instanceof ErrorReply ? error : null;
    });
    client.on("ready", noteRecovery);
  }
  signal.addEventListener("abort", () => endAll(clients), { once: true });
  try {
    await before(signal, Promise.all(clients.map((client) => client.connect())));
  } catch (error) {
    endAll(clients);
    throw refusal ?? error;
  }
}

/** Ends the connections. Can be called twice. */
export function endAll(clients: RedisClient[]): void {
  for (const client of clients) if (client.isOpen) client.destroy();
}

/** The result of `work`, or the reason of `signal` where that comes first. */
export function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
}

let lastOutage = "";

/** An 'error' listener is a must: without one, Node ends the process when the connection is lost. */
function logOutage(error: Error): void {
  const what = error.message || ("code" in error ? String(error.code) : error.name);
  if (what !== lastOutage) console.error(`Redis connection: ${what}`);
  lastOutage = what;
}

/** The next outage is a new one, even if it is told by the same words. */
function noteRecovery(): void {
  lastOutage = "";
}

// #region outlive
/**
 * Keeps this process alive when a command is lost with its connection, when Redis refuses it (BUSY, NOPERM, READONLY,
 * OOM …), and when a request on the adapter's channel is none. The adapter drops the promises of `publish()` and of
 * reading requests, so such a rejection reaches nobody, and Node would end the process. Anything else still does.
 */
export function outliveRedis(): void {
  process.on("unhandledRejection", (reason) => {
    const what = reason instanceof Error ? reason.message : reason;
    if (isRedisOutage(reason)) console.error(`Lost with the Redis connection: ${what}`);
    else if (isRefusal(reason)) console.error(`Redis refused a command: ${what}`);
    else if (isUnreadable(reason)) console.error(`A request from Redis cannot be read: ${what}`);
    else throw reason;
  });
}
// #endregion outlive

function isRedisOutage(error: unknown): boolean {
  return (
    error instanceof SocketClosedUnexpectedlyError ||
    error instanceof ConnectionTimeoutError ||
    error instanceof DisconnectsClientError ||
    error instanceof ClientOfflineError ||
    error instanceof ClientClosedError ||
    error instanceof TimeoutError ||
    error instanceof AbortError ||
    (error instanceof Error && "code" in error && error.code === "ECONNRESET")
  );
}

/**
 * What Redis refuses for now: every error but the plain ERR begins with a word that says why. ERR means that the command
 * itself is wrong, which is a bug of this server, but for the one of a Redis that is full.
 */
function isRefusal(error: unknown): boolean {
  return error instanceof ErrorReply && !/^ERR (?!max number of clients)/.test(error.message);
}

/** Whoever may publish on the adapter's channels may publish anything there. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && /at RedisAdapter\.on(request|response) /.test(error.stack ?? "");
}
