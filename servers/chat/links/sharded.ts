// The sharded Redis adapter: a channel for each room, so that a server only gets messages for rooms in which it has clients. Needs Redis 7.
import { createShardedAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import type { OpenLink } from "../link.ts";
import { clientOptions, connectAll } from "../redis-clients.ts";
import { pubSubLink } from "../subscriptions.ts";

export const openShardedLink: OpenLink = async ({ url, prefix }, signal) => {
  // #region sharded
  const pubClient = createClient({ url, ...clientOptions });
  const subClient = pubClient.duplicate();
  await connectAll([pubClient, subClient], signal);

  const adapter = createShardedAdapter(pubClient, subClient, { channelPrefix: `${prefix}socket.io` });
  // #endregion sharded
  return pubSubLink(adapter, pubClient, subClient);
};
