// What all links' Redis connections share: they survive an outage of Redis and refused commands.
import {
  AbortError,
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  DisconnectsClientError,
  ErrorReply,
  SocketClosedUnexpectedlyError,
  SocketTimeoutError,
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
  // node-redis 6 rejects a command that it cannot write within 5 s. The adapter does not await its PUBLISH, so the
  // rejection would be unhandled and end the process. Without a timeout, the command waits until Redis is back.
  commandOptions: { timeout: 0 },
  socket: { reconnectStrategy: (retries: number) => Math.min(50 * 2 ** retries, 400) },
};
// #endregion options

/**
 * Connects all clients or none. When one fails, or `signal` aborts, even later, all are ended. Rejects with Redis' latest
 * error if there is one, e.g. a wrong password, where node-redis would retry forever.
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
    await unlessAborted(signal, Promise.all(clients.map((client) => client.connect())));
  } catch (error) {
    endAll(clients);
    throw refusal ?? error;
  }
}

/** Ends the connections. Can be called twice. */
export function endAll(clients: RedisClient[]): void {
  for (const client of clients) if (client.isOpen) client.destroy();
}

/** Returns the result of `work`. Rejects with the reason of `signal` if it aborts first. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
}

let lastOutage = "";

/** Logs a lost connection. Without an 'error' listener, Node would end the process. */
function logOutage(error: Error): void {
  const what = error.message || ("code" in error ? String(error.code) : error.name);
  if (what !== lastOutage) console.error(`Redis connection: ${what}`);
  lastOutage = what;
}

/** Makes the next outage be logged again, even with the same message. */
function noteRecovery(): void {
  lastOutage = "";
}

// #region outlive
/**
 * Keeps this process running when a command is lost with its connection, when Redis refuses one (BUSY, NOPERM, READONLY,
 * OOM …), or when a message on the request channel is malformed. The adapter does not await these promises, so their
 * rejections are unhandled and would end the process. Any other unhandled rejection still does.
 */
export function surviveRedisOutages(): void {
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
    error instanceof SocketTimeoutError ||
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
 * Whether Redis refused a command for now. Its error then begins with a code that says why. A plain ERR means that the
 * command itself is wrong, which is a bug, except for the one of a Redis that is full.
 */
function isRefusal(error: unknown): boolean {
  return error instanceof ErrorReply && !/^ERR (?!max number of clients)/.test(error.message);
}

/** Whether the adapter could not read a message. Anyone who can publish on its channels can publish anything. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && /at RedisAdapter\.on(request|response) /.test(error.stack ?? "");
}
