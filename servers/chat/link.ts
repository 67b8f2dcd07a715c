// A link: how a running server is joined to the others. One file in links/ for each.
import type { LinkName } from "../protocol.ts";
import type { ChatIo } from "./events.ts";
import { openAdapterLink } from "./links/adapter.ts";
import { noLink } from "./links/none.ts";

/** Where a link finds Redis, and the prefix that keeps unrelated servers on the same Redis apart. */
export interface RedisPlace {
  url: string;
  key: string;
}

export interface Link {
  /** What `io.adapter()` takes: creates one adapter for each namespace. */
  adapter: AdapterFactory;
  /** Resolves once Redis has carried out every subscription that was asked for so far. */
  settled: () => Promise<void>;
  /** Ends the connections to Redis. Can be called twice. */
  close: () => void;
}

export type AdapterFactory = Parameters<ChatIo["adapter"]>[0];

/** Opens a link; `signal` gives up while it is still connecting. */
export type OpenLink = (redis: RedisPlace, signal: AbortSignal) => Promise<Link>;

export const links: Record<LinkName, OpenLink> = {
  none: async () => noLink,
  adapter: openAdapterLink,
};
