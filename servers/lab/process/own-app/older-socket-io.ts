// Gives older versions of Socket.IO and its adapters what the observers use: listeners for outgoing packets, which exist since 4.5, and
// recovered sessions, since 4.6. An app's adapter may also be older than its Socket.IO.
import { EventEmitter } from "node:events";
import type { Server, Socket } from "socket.io";

interface Packet {
  type: number;
  data: unknown[];
}
type Listener = (...args: unknown[]) => void;

/** What differs over 4.x; each may be absent. */
interface SocketInternals {
  onAnyOutgoing?: (listener: Listener) => unknown;
  notifyOutgoingListeners?: (packet: Packet) => void;
  packet: (packet: Packet, options?: { preEncoded?: boolean }) => void;
  recovered?: boolean;
}
interface ClientInternals {
  /** Since 4.2. */
  writeToEngine?: (encoded: unknown, options: object) => void;
  _packet: (packet: unknown, options: object) => void;
}
interface AdapterInternals {
  broadcast: (packet: Packet, options: object) => void;
  apply: (options: object, each: (socket: Socket) => void) => void;
  /** Since 2.4; adapters that have it also notify the listeners of what they broadcast. */
  broadcastWithAck?: unknown;
  /** Since 2.5. */
  restoreSession?: () => Promise<null>;
  persistSession?: () => void;
}

/** Packets that carry an event, with and without bytes. */
const eventTypes = [2, 5];

/** Call it before a client connects. */
export function supportOlderSocketIo(io: Server, socketPrototype: object): void {
  addOutgoingListeners(socketPrototype as SocketInternals);
  updateAdapter(rootOf(io.of("/").adapter) as AdapterInternals);
}

function addOutgoingListeners(prototype: SocketInternals): void {
  prototype.recovered ??= false;
  if (prototype.onAnyOutgoing) return;
  const listeners = new WeakMap<object, Listener[]>();
  const { packet: write } = prototype;
  Object.assign(prototype, {
    onAnyOutgoing(this: object, listener: Listener) {
      listeners.set(this, [...(listeners.get(this) ?? []), listener]);
      return this;
    },
    notifyOutgoingListeners(this: Socket, { data }: Packet) {
      const client = this.client as unknown as ClientInternals;
      client.writeToEngine ??= (encoded, options) =>
        client._packet(encoded, { ...options, preEncoded: true });
      for (const listener of listeners.get(this) ?? []) listener(...data);
    },
    packet(this: SocketInternals, packet: Packet, options: { preEncoded?: boolean } = {}) {
      if (!options.preEncoded && eventTypes.includes(packet.type)) this.notifyOutgoingListeners?.(packet);
      write.call(this, packet, options);
    },
  });
}

function updateAdapter(prototype: AdapterInternals): void {
  prototype.restoreSession ??= async () => null;
  prototype.persistSession ??= () => {};
  if (prototype.broadcastWithAck) return;
  const { broadcast } = prototype;
  prototype.broadcast = function (this: AdapterInternals, packet, options) {
    this.apply(options, (socket) => (socket as unknown as SocketInternals).notifyOutgoingListeners?.(packet));
    broadcast.call(this, packet, options);
  };
}

/** Returns the prototype that all adapters of this one's package share. */
function rootOf(adapter: object): object {
  let root = Object.getPrototypeOf(adapter);
  for (let above = root; above && above !== EventEmitter.prototype; above = Object.getPrototypeOf(above))
    root = above;
  return root;
}
