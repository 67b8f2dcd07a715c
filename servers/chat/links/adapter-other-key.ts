// The Redis adapter with another `key`. Its channels have other names, so a server with the usual key never gets what this one
// publishes, and the other way round.
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import type { OpenLink } from "../link.ts";
import { clientOptions, connectAll } from "../redis-clients.ts";
import { pubSubLink } from "../subscriptions.ts";

export const openOtherKeyLink: OpenLink = async ({ url, prefix }, signal) => {
  // #region adapter-other-key
  const pubClient = createClient({ url, ...clientOptions });
  const subClient = pubClient.duplicate();
  await connectAll([pubClient, subClient], signal);

  const adapter = createAdapter(pubClient, subClient, { key: `${prefix}chat` });
  // #endregion adapter-other-key
  return pubSubLink(adapter, pubClient, subClient);
};
