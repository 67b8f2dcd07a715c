// Changes the adapter of a server that has clients. `io.adapter()` alone would silence all of them: the new
// adapter starts with empty rooms, every socket keeps the old one, and the old one stays subscribed.
import type { Adapter } from "socket.io-adapter";
import type { ChatIo } from "./events.ts";
import type { AdapterFactory } from "./link.ts";

/** The names that Socket.IO keeps private and this file needs; test/servers/chat/swap.test.ts pins them. */
interface Internals {
  _nsps: Map<string, NamespaceInternals>;
}
interface NamespaceInternals {
  adapter: Adapter;
  sockets: Map<string, { adapter: Adapter }>;
  _preConnectSockets: Map<string, { adapter: Adapter }>;
}

/**
 * Puts a new adapter into every namespace, with the rooms and sockets of the old one, in one synchronous
 * step: no client can slip in between, and none is lost or heard twice.
 * @returns the old adapters, still subscribed: close them.
 */
export function swapAdapter(io: ChatIo, adapter: AdapterFactory): Adapter[] {
  // #region swap
  const namespaces = [...(io as unknown as Internals)._nsps.values()];
  const before = namespaces.map((namespace) => ({ namespace, old: namespace.adapter }));

  io.adapter(adapter); // every namespace now has a new adapter, which knows nobody

  for (const { namespace, old } of before) {
    for (const [id, rooms] of old.sids) namespace.adapter.addAll(id, new Set(rooms));
    for (const socket of namespace.sockets.values()) socket.adapter = namespace.adapter;
    for (const socket of namespace._preConnectSockets.values()) socket.adapter = namespace.adapter;
  }
  return before.map(({ old }) => old);
  // #endregion swap
}
