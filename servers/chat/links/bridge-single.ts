// The bridge as tutorials often show it: one RESP2 connection that both subscribes and publishes. Redis refuses that.

import { createClient } from "redis";
import { Adapter } from "socket.io-adapter";
import type { OpenLink } from "../link.ts";
import { clientOptions, connectAll, endAll } from "../redis-clients.ts";

export const openSingleBridgeLink: OpenLink = async ({ url, prefix }, signal, io) => {
  const channel = `${prefix}message`;

  // #region bridge-single
  const redisClient = createClient({ url, RESP: 2, ...clientOptions });
  await connectAll([redisClient], signal);

  await redisClient.subscribe(channel, (message) => {
    io.local.emit("message", message);
  });
  const publish = (message: unknown) => redisClient.publish(channel, message as string);
  // #endregion bridge-single
  return {
    adapter: Adapter,
    publish,
    subscribed: async () => void (await redisClient.ping()),
    unsubscribed: async () => void (await redisClient.unsubscribe(channel)),
    close: () => endAll([redisClient]),
  };
};
