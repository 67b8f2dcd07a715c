// The Redis adapter: each broadcast is also published, and every server subscribes to what the others publish.
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import type { OpenLink } from "../link.ts";
import { clientOptions, connectAll } from "../redis-clients.ts";
import { pubSubLink } from "../subscriptions.ts";

export const openAdapterLink: OpenLink = async ({ url, prefix }, signal) => {
  // #region adapter
  const pubClient = createClient({ url, ...clientOptions });
  const subClient = pubClient.duplicate();
  await connectAll([pubClient, subClient], signal);

  const adapter = createAdapter(pubClient, subClient, { key: `${prefix}socket.io` });
  // #endregion adapter
  return pubSubLink(adapter, pubClient, subClient);
};
