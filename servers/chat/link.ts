// A link connects a running server to the others. Each one has a file in links/.
import type { ChatIo } from "./events.ts";

/** Where a link finds Redis. Every channel and key begins with `prefix`, which keeps labs on one Redis apart. */
export interface RedisAddress {
  url: string;
  prefix: string;
}

export interface Link {
  /** For `io.adapter()`: creates one adapter for each namespace. */
  adapter: AdapterFactory;
  /** Publishes a `message`, in a bridge by hand; an adapter does that in `io.emit()`. */
  publish?: (data: unknown) => void;
  /** Set if Redis keeps what was sent, so that clients that reconnect get what they missed. */
  recovery?: { maxDisconnectionDuration: number; skipMiddlewares: boolean };
  /** Resolves once Redis has confirmed every subscription so far. */
  subscribed: () => Promise<void>;
  /** Resolves once Redis has everything that was published, and nothing is subscribed. */
  unsubscribed: () => Promise<void>;
  /** Ends the connections to Redis. Can be called twice. */
  close: () => void;
}

export type AdapterFactory = Parameters<ChatIo["adapter"]>[0];

/** Opens a link. `signal` aborts it while it is still connecting. */
export type OpenLink = (redis: RedisAddress, signal: AbortSignal, io: ChatIo) => Promise<Link>;
