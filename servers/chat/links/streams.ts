// The Redis streams adapter: broadcasts are appended to a stream, which Redis keeps. A server that was cut off reads on
// where it stopped, and a client that comes back gets what it missed.
import { setTimeout as delay } from "node:timers/promises";
import { createAdapter } from "@socket.io/redis-streams-adapter";
import { createClient } from "redis";
import type { OpenLink } from "../link.ts";
import { clientOptions, connectAll } from "../redis-clients.ts";

export const openStreamsLink: OpenLink = async ({ url, prefix }, signal) => {
  const name = `${prefix}${process.pid}-${Date.now()}`;

  // #region streams
  const redisClient = createClient({ url, name, ...clientOptions });
  await connectAll([redisClient], signal);

  const adapter = createAdapter(redisClient, {
    streamName: `${prefix}socket.io`,
    channelPrefix: `${prefix}socket.io`,
    sessionKeyPrefix: `${prefix}session:`,
    maxLen: 1000,
  });
  const recovery = { maxDisconnectionDuration: 2 * 60 * 1000, skipMiddlewares: true };
  // #endregion streams

  /** The adapter opens the connections on which it waits for entries by itself, and does not tell when. */
  async function readers() {
    const clients = await redisClient.clientList();
    return clients.filter((client) => client.name === name && client.cmd === "xread");
  }
  return {
    adapter,
    recovery,
    subscribed: async () => {
      while ((await readers()).length === 0) await delay(5);
    },
    // A closed adapter ends its readers, but only when Redis has answered them: up to 5 s later, unless it is told to.
    unsubscribed: async () => {
      for (const { id } of await readers()) await redisClient.sendCommand(["CLIENT", "UNBLOCK", String(id)]);
    },
    close: () => {
      if (redisClient.isOpen) redisClient.destroy();
    },
  };
};
