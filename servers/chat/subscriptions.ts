// Waits for the adapters' subscriptions. The adapters do not await them, so a refusal by Redis would go unnoticed.
import { setTimeout as delay } from "node:timers/promises";
import { ErrorReply } from "redis";
import type { AdapterFactory, Link } from "./link.ts";
import { endAll } from "./redis-clients.ts";

type Subscribe = (...args: never[]) => Promise<void>;

interface Subscriber {
  subscribe: Subscribe;
  pSubscribe: Subscribe;
  sSubscribe: Subscribe;
}

type Client = Parameters<typeof endAll>[0][number] & Subscriber & { ping(): Promise<unknown> };

interface ReadingClient extends Subscriber {
  readonly isOpen: boolean;
  ping(): Promise<unknown>;
  xRead: (...args: never[]) => Promise<unknown>;
  destroy(): void;
}

/**
 * Watches everything that `client` subscribes to; call it before the adapter gets the client. The returned function
 * resolves once Redis has confirmed every subscription, and rejects with Redis' error if it refused one.
 */
function watchSubscriptions(client: Subscriber): () => Promise<void> {
  const open = new Set<Promise<void>>();
  for (const name of ["subscribe", "pSubscribe", "sSubscribe"] as const) {
    const subscribe = client[name].bind(client);
    const watched: Subscribe = (...args) => {
      const done = subscribe(...args);
      open.add(done);
      done.then(
        () => open.delete(done),
        (error) => console.error(`Redis refused a subscription: ${error.message}`),
      );
      return done;
    };
    Object.assign(client, { [name]: watched });
  }
  return async () => void (await Promise.all(open));
}

/**
 * The rest of a link by an adapter that publishes on one connection and subscribes on another. Call it before the adapter subscribes,
 * i.e. right after it was made.
 */
export function pubSubLink(adapter: AdapterFactory, pubClient: Client, subClient: Client): Link {
  const subscribed = watchSubscriptions(subClient);
  return {
    adapter,
    subscribed,
    // A connection keeps the order of commands: when PING is answered, so is everything before it.
    unsubscribed: async () => void (await Promise.all([pubClient.ping(), subClient.ping()])),
    close: () => endAll([pubClient, subClient]),
  };
}

/** The streams adapter asks again at once when Redis refuses an XREAD: without this pause, thousands of times a second. */
const refusedPauseMs = 250;

/**
 * Watches the connections that the streams adapter opens itself, as duplicates of `client`: one waits for entries, the
 * other one subscribes.
 */
export function watchReader(client: { duplicate: () => ReadingClient }): Reader {
  const reading = Promise.withResolvers<void>();
  reading.promise.catch(() => {}); // a caller that awaits it gets the error
  const copies: ReadingClient[] = [];
  const subscribed: (() => Promise<void>)[] = [];
  const duplicate = client.duplicate.bind(client);

  function watchedDuplicate(): ReadingClient {
    const copy = duplicate();
    const read = copy.xRead.bind(copy);
    const xRead: ReadingClient["xRead"] = (...args) => read(...args).catch(afterPause);
    const firstRead: ReadingClient["xRead"] = (...args) => {
      Object.assign(copy, { xRead });
      // Sent in one packet with the XREAD after it: once Redis has answered the PING, it has the XREAD.
      reading.resolve(copy.ping().then(() => {}));
      return xRead(...args);
    };
    Object.assign(copy, { xRead: firstRead });
    copies.push(copy);
    subscribed.push(watchSubscriptions(copy));
    return copy;
  }
  Object.assign(client, { duplicate: watchedDuplicate });

  return {
    subscribed: async () => {
      await reading.promise;
      await Promise.all(subscribed.map((done) => done()));
    },
    close() {
      for (const copy of copies) {
        Object.assign(copy, { disconnect: async () => {} }); // the adapter calls it up to 5 s later
        if (copy.isOpen) copy.destroy();
      }
    },
  };
}

/** Rejects with `error`, after a pause if Redis refused the command. */
async function afterPause(error: unknown): Promise<never> {
  if (error instanceof ErrorReply) await delay(refusedPauseMs);
  throw error;
}

export interface Reader {
  /** Resolves once Redis has the adapter's first XREAD and its subscriptions. */
  subscribed: () => Promise<void>;
  /** Ends those connections now. The adapter itself would wait for Redis' replies. Can be called twice. */
  close: () => void;
}
