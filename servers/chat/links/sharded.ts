// The sharded Redis adapter: a channel for each room, so that a server is told only of rooms in which it has clients. Redis 7 or later.
import { createShardedAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import type { OpenLink } from "../link.ts";
import { clientOptions, connectAll } from "../redis-clients.ts";

export const openShardedLink: OpenLink = async ({ url, prefix }, signal) => {
  // #region sharded
  const pubClient = createClient({ url, ...clientOptions });
  const subClient = pubClient.duplicate();
  await connectAll([pubClient, subClient], signal);

  const adapter = createShardedAdapter(pubClient, subClient, { channelPrefix: `${prefix}socket.io` });
  // #endregion sharded
  const answered = async () => void (await Promise.all([pubClient.ping(), subClient.ping()]));
  return {
    adapter,
    subscribed: answered,
    unsubscribed: answered,
    close: () => {
      for (const client of [pubClient, subClient]) if (client.isOpen) client.destroy();
    },
  };
};
