// No link: Socket.IO's own in-memory adapter. It knows the clients of this process, and nobody else.
import { Adapter } from "socket.io-adapter";
import type { Link } from "../link.ts";

// #region none
const adapter = Adapter; // what `new Server()` uses when it is told nothing
// #endregion none

export const noLink: Link = {
  adapter,
  subscribed: async () => {},
  unsubscribed: async () => {},
  close: () => {},
};
