// No link: Socket.IO's own in-memory adapter. It only knows the clients of this process.
import { Adapter } from "socket.io-adapter";
import type { Link } from "../link.ts";

// #region none
const adapter = Adapter; // what `new Server()` uses by default
// #endregion none

export const noLink: Link = {
  adapter,
  subscribed: async () => {},
  unsubscribed: async () => {},
  close: () => {},
};
