// Links a Socket.IO server to others, and changes that link while the server runs.
import { ErrorReply } from "redis";
import type { LinkName } from "../protocol.ts";
import type { ChatIo } from "./events.ts";
import type { Link, RedisAddress } from "./link.ts";
import { links } from "./links/all.ts";
import { noLink } from "./links/none.ts";
import { unlessAborted } from "./redis-clients.ts";
import { setRecovery, swapAdapter } from "./swap.ts";

export interface Linkable {
  /**
   * Replaces the link to the other servers. Clients stay connected.
   * @param signal aborts the change, e.g. when Redis does not answer; the old link then stays.
   * @returns a promise that resolves once the new link is subscribed and the old one unsubscribed.
   */
  setLink: (name: LinkName, signal: AbortSignal) => Promise<void>;
  link: () => LinkName;
  current: () => Link;
}

/** Begins with the link `none`, i.e. the adapter that `io` has. */
export function createLinkable(io: ChatIo, redis: RedisAddress): Linkable {
  let current: LinkName = "none";
  let link: Link = noLink;
  let queue = Promise.resolve();

  async function change(next: LinkName, signal: AbortSignal): Promise<void> {
    if (next === current) return;
    const opened = await open(next, signal);
    const left = link;
    link = opened;
    current = next;
    // If Redis cannot be reached, the old link is cut off below. Either way it brings no more messages.
    await unlessAborted(signal, left.unsubscribed()).catch(() => {});
    left.close();
    console.log(`link: ${next}`);
  }

  /** Opens a link and uses it next to the old one. If that fails, closes all of its connections. */
  async function open(next: LinkName, signal: AbortSignal): Promise<Link> {
    const ending = new AbortController();
    const giveUp = () => ending.abort(signal.reason);
    signal.addEventListener("abort", giveUp, { once: true });
    try {
      const opened = await links[next](redis, ending.signal, io);
      try {
        await swapTo(opened);
        await unlessAborted(ending.signal, opened.subscribed());
        return opened;
      } catch (error) {
        await swapTo(link);
        opened.close();
        throw error;
      }
    } catch (error) {
      ending.abort();
      // Closing the connections makes pending work fail too, but that error is not the reason.
      throw signal.aborted && !(error instanceof ErrorReply) ? signal.reason : error;
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  }

  async function swapTo(to: Link): Promise<void> {
    setRecovery(io, to.recovery);
    for (const old of swapAdapter(io, to.adapter)) await old.close();
  }

  return {
    current: () => link,
    link: () => current,
    setLink(next, signal) {
      const done = queue.then(() => change(next, signal));
      queue = done.catch(() => {});
      return done;
    },
  };
}
