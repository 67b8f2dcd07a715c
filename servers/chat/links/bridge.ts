// A bridge by hand: Pub/Sub without an adapter. It carries `message`, and nothing else that Socket.IO can do.

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
    io.local.emit("message", parse(text)); // local: while a switch lasts, an adapter would publish it again
  });
  const publish = (data: unknown) => pubClient.publish(channel, JSON.stringify(data ?? null));
  // #endregion bridge
  return {
    adapter: Adapter,
    publish,
    subscribed: async () => void (await subClient.ping()),
    unsubscribed: async () => {
      await pubClient.ping(); // first, so that what was published still comes back to this server's own clients
      await subClient.unsubscribe(channel);
    },
    close: () => endAll([pubClient, subClient]),
  };
};

/** Anybody may publish on the channel: what is not JSON is passed on as the text that it is. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
