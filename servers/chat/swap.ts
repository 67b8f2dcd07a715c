// Changes the adapter of a server that has clients. With `io.adapter()` alone, they would get no more broadcasts: the new
// adapter has no rooms, every socket keeps the old one, and the old one stays subscribed.
import type { Adapter } from "socket.io-adapter";
import type { ChatIo } from "./events.ts";
import type { AdapterFactory, Link } from "./link.ts";

/** Private members of Socket.IO that this file needs, which differ over 4.x. test/servers/chat/swap.test.ts checks them. */
interface Internals {
  _nsps: Map<string, NamespaceInternals>;
  /** Since 4.8; before, `opts`. */
  _opts?: object;
  opts?: object;
}
interface NamespaceInternals {
  adapter: Adapter;
  sockets: Map<string, { adapter: Adapter }>;
  /** Since 4.6. */
  _preConnectSockets?: Map<string, { adapter: Adapter }>;
}

/**
 * Gives every namespace a new adapter with the rooms and sockets of the old one. Synchronous, so that no client can
 * connect in between, and no message is lost or delivered twice.
 * @returns the old adapters, which are still subscribed and have to be closed.
 */
export function swapAdapter(io: ChatIo, adapter: AdapterFactory): Adapter[] {
  // #region swap
  const namespaces = [...(io as unknown as Internals)._nsps.values()];
  const before = namespaces.map((namespace) => ({ namespace, old: namespace.adapter }));

  io.adapter(adapter); // every namespace now has a new adapter, which knows nobody

  for (const { namespace, old } of before) {
    for (const [id, rooms] of old.sids) namespace.adapter.addAll(id, new Set(rooms));
    for (const socket of namespace.sockets.values()) socket.adapter = namespace.adapter;
    for (const socket of namespace._preConnectSockets?.values() ?? []) socket.adapter = namespace.adapter;
  }
  return before.map(({ old }) => old);
  // #endregion swap
}

/** Sets for how long clients that come back get what they missed; undefined for not at all. */
export function setRecovery(io: ChatIo, recovery: Link["recovery"]): void {
  const { _opts, opts } = io as unknown as Internals;
  Object.assign(_opts ?? opts ?? {}, { connectionStateRecovery: recovery });
}
