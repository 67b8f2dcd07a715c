// The one map with a maximum size: when it is full, a new entry replaces the one that was set longest ago.

export interface BoundedMap<Key, Value> {
  get: (key: Key) => Value | undefined;
  set: (key: Key, value: Value) => void;
  delete: (key: Key) => boolean;
  /** In the order they were last set. */
  values: () => Iterable<Value>;
  size: () => number;
}

export function createBoundedMap<Key, Value>(maxEntries: number): BoundedMap<Key, Value> {
  const entries = new Map<Key, Value>();
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      if (entries.size <= maxEntries) return;
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        return;
      }
    },
    delete: (key) => entries.delete(key),
    values: () => entries.values(),
    size: () => entries.size,
  };
}
