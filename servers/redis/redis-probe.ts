// One connection to a Redis with time limits, to find out whether it is up and which version it is.

import { createClient } from "redis";

/** What Crosstalk wants to know about a Redis. */
export interface RedisFacts {
  /** "unknown" if Redis does not let us ask. */
  version: string;
  supports: { sharded: boolean; streams: boolean };
}

export interface RedisProbe {
  ping(): Promise<void>;
  facts(): Promise<RedisFacts>;
  close(): void;
}

/**
 * Connects and waits for the reply to a PING. Rejects with what came instead, or after `answerMs` ms without a reply; so do
 * the calls on the line. Calls `onLost` when the connection is lost, which is final.
 */
export async function openLine(
  url: string,
  answerMs: number,
  onLost: () => void = () => {},
): Promise<RedisProbe> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    // node-redis only limits the time until a command is written; `inTime` limits the time to its reply.
    commandOptions: { timeout: 0 },
    socket: { connectTimeout: answerMs, reconnectStrategy: false },
  });
  client.on("error", onLost);

  function inTime<T>(work: Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const timer = setTimeout(() => reject(new Error(`no answer within ${answerMs} ms`)), answerMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
    return promise;
  }

  const ping = async () => {
    const answer = await inTime(client.ping());
    if (answer !== "PONG") throw new Error(`the answer ${JSON.stringify(answer)} to PING`);
  };
  const close = () => {
    if (client.isOpen) client.destroy();
  };
  try {
    await inTime(client.connect());
    await ping();
  } catch (error) {
    close();
    throw error;
  }

  return {
    ping,
    async facts() {
      // Somebody else's Redis may forbid both. Then assume that it has everything.
      const info = await inTime(client.info("server")).catch(() => "");
      const asked = client.sendCommand<unknown[]>(["COMMAND", "INFO", "SPUBLISH", "XADD"]);
      const [sharded, streams] = await inTime(asked).catch(() => [true, true]);
      return {
        version: /^(?:valkey|redis|crosstalk)_version:(.+?)\r?$/m.exec(info)?.[1] ?? "unknown",
        supports: { sharded: Boolean(sharded), streams: Boolean(streams) },
      };
    },
    close,
  };
}
