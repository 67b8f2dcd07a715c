// Lists and maps that forget their oldest entries, so that nothing grows for ever.

const maxWaiting = 1000;
const maxRemembered = 5000;

/** Adds to a list; returns the list. */
export function remember<T>(list: T[], item: T): T[] {
  list.push(item);
  if (list.length > maxWaiting) list.shift();
  return list;
}

export function createMemory<T>(max = maxRemembered) {
  const entries = new Map<string, T>();
  return {
    get: (key: string) => entries.get(key),
    values: () => entries.values(),
    delete: (key: string) => entries.delete(key),
    set(key: string, value: T) {
      entries.set(key, value);
      const [oldest] = entries.size > max ? entries.keys() : [];
      if (oldest !== undefined) entries.delete(oldest);
    },
  };
}

export type WaitingList<T> = ReturnType<typeof createWaitingList<T>>;

/** Items that wait for their counterpart, oldest first. Several may have the same key; none is looked through to find one. */
export function createWaitingList<T>(max = maxWaiting) {
  const entries = new Map<number, { key: string; item: T }>();
  /** The numbers of each key's entries, oldest first. */
  const numbers = new Map<string, number[]>();
  let last = 0;
  /** Nothing older than this is left. A map that lost its first entries is slow to find the next. */
  let first = 1;

  /** `number` is the oldest of its key. */
  function remove(number: number): T | undefined {
    const entry = entries.get(number);
    if (!entry) return undefined;
    entries.delete(number);
    const same = numbers.get(entry.key);
    same?.shift();
    if (same?.length === 0) numbers.delete(entry.key);
    return entry.item;
  }

  return {
    /** Returns the oldest item when it has to be forgotten for this one. */
    add(key: string, item: T): T | undefined {
      last += 1;
      entries.set(last, { key, item });
      const same = numbers.get(key);
      if (same) same.push(last);
      else numbers.set(key, [last]);
      if (entries.size <= max) return undefined;
      while (!entries.has(first)) first += 1;
      return remove(first);
    },
    has: (key: string) => numbers.has(key),
    /** The oldest with this key. */
    take(key: string): T | undefined {
      const [number] = numbers.get(key) ?? [];
      return number === undefined ? undefined : remove(number);
    },
    /** The oldest with this key, and all that were older than it. */
    takeThrough(key: string): { item: T; older: T[] } | undefined {
      const [through] = numbers.get(key) ?? [];
      if (through === undefined) return undefined;
      const older: T[] = [];
      for (; first < through; first += 1) if (entries.has(first)) older.push(remove(first) as T);
      return { item: remove(through) as T, older };
    },
    items: () => [...entries.values()].map(({ item }) => item),
  };
}
