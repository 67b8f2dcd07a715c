// The Redis adapter: each broadcast is also published, and every server subscribes to what the others publish.
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import type { OpenLink } from "../link.ts";
import { clientOptions, connectAll } from "../redis-clients.ts";

export const openAdapterLink: OpenLink = async ({ url, prefix }, signal) => {
  // #region adapter
  const pubClient = createClient({ url, ...clientOptions });
  const subClient = pubClient.duplicate();
  await connectAll([pubClient, subClient], signal);

  const adapter = createAdapter(pubClient, subClient, { key: `${prefix}socket.io` });
  // #endregion adapter

  // Commands keep their order on a connection: when PING is answered, the subscriptions before it are in force.
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
