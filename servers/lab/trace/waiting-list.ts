// Bounded lists of things that wait for their counterpart.

/** How many wait at most; beyond that the oldest is dropped. */
const maxWaiting = 1000;
/** How many messages, causes and channels a lab remembers; beyond that the oldest is dropped. */
export const maxRemembered = 5000;

/** Adds `item` to `list`, drops the oldest beyond 1,000, and returns the list. */
export function pushBounded<T>(list: T[], item: T): T[] {
  list.push(item);
  if (list.length > maxWaiting) list.shift();
  return list;
}

export type WaitingList<T> = ReturnType<typeof createWaitingList<T>>;

/** Items in order, found by key without a search. Several items can have the same key. Holds up to `max` (1,000). */
export function createWaitingList<T>(max = maxWaiting) {
  const entries = new Map<number, { key: string; item: T }>();
  /** The numbers of each key's entries, oldest first. */
  const numbers = new Map<string, number[]>();
  let last = 0;
  /** No entry has a lower number. Kept here because a Map whose first entries were deleted is slow to find its next one. */
  let first = 1;

  /** Removes an entry, which must be the oldest of its key. */
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
    /** Adds an item. Returns the oldest item if it had to be dropped. */
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
    /** Removes and returns the oldest item with this key. */
    take(key: string): T | undefined {
      const [number] = numbers.get(key) ?? [];
      return number === undefined ? undefined : remove(number);
    },
    /** Removes and returns the oldest item with this key, and all items that are older. */
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
