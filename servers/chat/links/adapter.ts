// The Redis adapter: each broadcast is also published, and every server subscribes to what the others publish.
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import type { OpenLink } from "../link.ts";
import { clientOptions, connectAll } from "../redis-clients.ts";

export const openAdapterLink: OpenLink = async ({ url, key }, signal) => {
  // #region adapter
  const pubClient = createClient({ url, ...clientOptions });
  const subClient = pubClient.duplicate();
  await connectAll([pubClient, subClient], signal);

  const adapter = createAdapter(pubClient, subClient, { key });
  // #endregion adapter
  return {
    adapter,
    // Commands keep their order on a connection: when PING is answered, the subscriptions before it are in force.
    settled: async () => void (await subClient.ping()),
    close: () => {
      if (pubClient.isOpen) pubClient.destroy();
      if (subClient.isOpen) subClient.destroy();
    },
  };
};
