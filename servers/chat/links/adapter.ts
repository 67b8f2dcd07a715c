// The Redis adapter: each broadcast is also published, and every server subscribes to what the others publish.
import { createAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import type { OpenLink } from "../link.ts";
import { clientOptions, connectAll, endAll } from "../redis-clients.ts";
import { watchSubscriptions } from "../subscriptions.ts";

export const openAdapterLink: OpenLink = async ({ url, prefix }, signal) => {
  // #region adapter
  const pubClient = createClient({ url, ...clientOptions });
  const subClient = pubClient.duplicate();
  await connectAll([pubClient, subClient], signal);

  const adapter = createAdapter(pubClient, subClient, { key: `${prefix}socket.io` });
  // #endregion adapter
  const subscribed = watchSubscriptions(subClient);
  // A connection keeps the order of commands: when PING is answered, so is everything before it.
  const answered = async () => void (await Promise.all([pubClient.ping(), subClient.ping()]));
  return {
    adapter,
    subscribed,
    unsubscribed: answered,
    close: () => endAll([pubClient, subClient]),
  };
};
