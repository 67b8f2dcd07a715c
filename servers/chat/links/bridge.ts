// A bridge by hand: Pub/Sub without an adapter. It only carries `message`, and no other feature of Socket.IO.

import { createClient } from "redis";
import { Adapter } from "socket.io-adapter";
import type { OpenLink } from "../link.ts";
import { clientOptions, connectAll, endAll } from "../redis-clients.ts";

export const openBridgeLink: OpenLink = async ({ url, prefix }, signal, io) => {
  const channel = `${prefix}message`;

  // #region bridge
  const pubClient = createClient({ url, RESP: 2, ...clientOptions });
  const subClient = pubClient.duplicate();
  await connectAll([pubClient, subClient], signal);

  await subClient.subscribe(channel, (text) => {
    io.local.emit("message", parse(text)); // local: during a switch, an adapter would publish it again
  });
  const publish = (data: unknown) => pubClient.publish(channel, JSON.stringify(data ?? null));
  // #endregion bridge
  return {
    adapter: Adapter,
    publish,
    subscribed: async () => void (await subClient.ping()),
    unsubscribed: async () => {
      await pubClient.ping(); // first, so that this server's own clients still get what was published
      await subClient.unsubscribe(channel);
    },
    close: () => endAll([pubClient, subClient]),
  };
};

/** Parses JSON. Anyone can publish on the channel, so any other text is passed on as it is. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
