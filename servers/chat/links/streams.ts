// The Redis streams adapter: broadcasts are appended to a stream, which Redis keeps. After an outage a server reads on where
// it stopped, and a client that reconnects gets what it missed.
import { createAdapter } from "@socket.io/redis-streams-adapter";
import { createClient } from "redis";
import type { OpenLink } from "../link.ts";
import { clientOptions, connectAll, endAll } from "../redis-clients.ts";
import { watchReader } from "../subscriptions.ts";

export const openStreamsLink: OpenLink = async ({ url, prefix }, signal) => {
  const streamName = `${prefix}socket.io`;

  // #region streams
  const redisClient = createClient({ url, ...clientOptions });
  await connectAll([redisClient], signal);
  const reader = watchReader(redisClient); // watches the connections that the adapter opens itself

  const adapter = createAdapter(redisClient, {
    streamName,
    channelPrefix: `${prefix}socket.io`,
    sessionKeyPrefix: `${prefix}session:`,
    maxLen: 1000,
  });
  const recovery = { maxDisconnectionDuration: 2 * 60 * 1000, skipMiddlewares: true };
  // #endregion streams

  return {
    adapter,
    recovery,
    subscribed: async () => {
      await redisClient.xRead({ key: streamName, id: "$" }); // the adapter would not report a refusal by Redis
      await reader.subscribed();
    },
    unsubscribed: async () => {
      await redisClient.ping(); // once it is answered, everything appended before is in the stream
      reader.close();
    },
    close: () => {
      reader.close();
      endAll([redisClient]);
    },
  };
};
