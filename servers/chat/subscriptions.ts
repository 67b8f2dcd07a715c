// What the adapters ask of Redis and do not wait for. They drop the promises, so nobody would learn that Redis refused.

type Subscribe = (...args: never[]) => Promise<void>;

interface Subscriber {
  subscribe: Subscribe;
  pSubscribe: Subscribe;
  sSubscribe: Subscribe;
}

interface ReadingClient extends Subscriber {
  readonly isOpen: boolean;
  ping(): Promise<unknown>;
  xRead: (...args: never[]) => Promise<unknown>;
  destroy(): void;
}

/**
 * Keeps the promises of everything that `client` subscribes to. The function that it returns resolves once Redis has
 * carried out all of it, and rejects with Redis' answer where it refused. Call this before the adapter gets the client.
 */
export function watchSubscriptions(client: Subscriber): () => Promise<void> {
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
 * Watches for the connections that the streams adapter opens for itself, as duplicates of `client`: one waits for
 * entries, the other one subscribes.
 */
export function watchReader(client: { duplicate: () => ReadingClient }): Reader {
  const reading = Promise.withResolvers<void>();
  reading.promise.catch(() => {}); // told by whoever awaits it
  const copies: ReadingClient[] = [];
  const subscribed: (() => Promise<void>)[] = [];
  const duplicate = client.duplicate.bind(client);

  function watchedDuplicate(): ReadingClient {
    const copy = duplicate();
    const xRead = copy.xRead.bind(copy);
    const firstRead: ReadingClient["xRead"] = (...args) => {
      Object.assign(copy, { xRead });
      // In one packet with the XREAD behind it: when Redis has answered one, it has taken the other.
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
        Object.assign(copy, { disconnect: async () => {} }); // the adapter will, up to 5 s later
        if (copy.isOpen) copy.destroy();
      }
    },
  };
}

export interface Reader {
  /** Resolves once Redis has taken the adapter's first question for entries, and its subscriptions. */
  subscribed: () => Promise<void>;
  /** Ends those connections now. A closed adapter would do so only when Redis has answered them. Can be called twice. */
  close: () => void;
}
