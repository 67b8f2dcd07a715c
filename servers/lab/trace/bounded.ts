// Lists and maps that forget their oldest entries, so that nothing grows for ever.

const maxWaiting = 1000;
const maxRemembered = 5000;

/** Adds to a list; answers the list. */
export function remember<T>(list: T[], item: T): T[] {
  list.push(item);
  if (list.length > maxWaiting) list.shift();
  return list;
}

export function createMemory<T>() {
  const entries = new Map<string, T>();
  return {
    get: (key: string) => entries.get(key),
    values: () => entries.values(),
    set(key: string, value: T) {
      entries.set(key, value);
      const oldest = entries.keys().next().value;
      if (entries.size > maxRemembered && oldest !== undefined) entries.delete(oldest);
    },
  };
}
