// A link: how a running server is joined to the others. One file in links/ for each.
import type { ChatIo } from "./events.ts";

/** Where a link finds Redis. `prefix` is put before every channel and key, so that strangers on one Redis stay apart. */
export interface RedisPlace {
  url: string;
  prefix: string;
}

export interface Link {
  /** What `io.adapter()` takes: creates one adapter for each namespace. */
  adapter: AdapterFactory;
  /** A bridge by hand carries `message` itself, where an adapter would have carried `io.emit()`. */
  publish?: (data: unknown) => void;
  /** Redis keeps what was sent, so clients that come back can be given what they missed. */
  recovery?: { maxDisconnectionDuration: number; skipMiddlewares: boolean };
  /** Resolves once Redis has carried out every subscription that was asked for so far. */
  subscribed: () => Promise<void>;
  /** Resolves once nothing is under way any more: what was published is with Redis, and nothing is subscribed. */
  unsubscribed: () => Promise<void>;
  /** Ends the connections to Redis. Can be called twice. */
  close: () => void;
}

export type AdapterFactory = Parameters<ChatIo["adapter"]>[0];

/** Opens a link; `signal` gives up while it is still connecting. */
export type OpenLink = (redis: RedisPlace, signal: AbortSignal, io: ChatIo) => Promise<Link>;
