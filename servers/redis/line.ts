// One connection to a Redis that either answers in time or rejects: to find out what it is, and whether it is there.

import { createClient } from "redis";

/** What Crosstalk wants to know about a Redis. */
export interface RedisFacts {
  /** "unknown" where Redis does not let us ask. */
  version: string;
  supports: { sharded: boolean; streams: boolean };
}

export interface Line {
  ping(): Promise<void>;
  facts(): Promise<RedisFacts>;
  close(): void;
}

/**
 * Connects and waits for the answer to a PING. Rejects with what came instead, and where nothing came after `answerMs`;
 * so do the calls on the line. A line that is lost calls `onLost` and stays lost.
 */
export async function openLine(url: string, answerMs: number, onLost: () => void = () => {}): Promise<Line> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    // node-redis times a command only until it is written; `inTime` waits for the answer.
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
      // A Redis of somebody else's may forbid both. Then it gets the benefit of the doubt.
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
