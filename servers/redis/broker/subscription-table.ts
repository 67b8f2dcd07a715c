// Keeps one kind of subscription (channels, patterns or shard channels), and looks them up by subscriber and by name.

/** Names are bytes as latin1 text, so that any bytes can be a key. */
export interface Subscriptions<Subscriber> {
  /** Does nothing if the subscriber has the name already. */
  add(name: string, subscriber: Subscriber): void;
  remove(name: string, subscriber: Subscriber): void;
  /** Returns a subscriber's names, oldest first. */
  namesOf(subscriber: Subscriber): ReadonlySet<string>;
  /** Returns a name's subscribers, oldest first. */
  subscribersOf(name: string): ReadonlySet<Subscriber>;
  /** Returns every name that has a subscriber. */
  names(): string[];
}

export function createSubscriptions<Subscriber>(): Subscriptions<Subscriber> {
  const names = new Map<Subscriber, Set<string>>();
  const subscribers = new Map<string, Set<Subscriber>>();

  return {
    add(name, subscriber) {
      put(names, subscriber, name);
      put(subscribers, name, subscriber);
    },
    remove(name, subscriber) {
      drop(names, subscriber, name);
      drop(subscribers, name, subscriber);
    },
    namesOf: (subscriber) => names.get(subscriber) ?? new Set(),
    subscribersOf: (name) => subscribers.get(name) ?? new Set(),
    names: () => [...subscribers.keys()],
  };
}

function put<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}

function drop<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const values = map.get(key);
  values?.delete(value);
  if (values?.size === 0) map.delete(key);
}
