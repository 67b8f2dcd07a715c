// What is saved in this browser. Every key starts with `crosstalk:1:`; the 1 is the version of the whole format.
// In a browser that forbids storage, only persistence is lost.

const prefix = "crosstalk:1:";
/** Notifies this page; other tabs get the browser's own `storage` event. */
const changed = "crosstalk:saved";

export function load<T>(key: string, isValid: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(prefix + key) ?? "null");
    return isValid(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Returns whether it's saved: not in private mode, or if storage is full. */
export function save(key: string, value: unknown): boolean {
  let isSaved = true;
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    isSaved = false;
  }
  dispatchEvent(new CustomEvent(changed, { detail: key }));
  return isSaved;
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(prefix + key);
  } catch {
    // As above.
  }
  dispatchEvent(new CustomEvent(changed, { detail: key }));
}

/** Every saved key with this prefix. */
export function savedKeys(beginning: string): string[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix + beginning))
      .map((key) => key.slice(prefix.length));
  } catch {
    return [];
  }
}

/** Every valid entry whose key has this prefix, by `nameOf` the rest of its key. Default: the rest itself. */
export function loadAll<T>(
  beginning: string,
  isValid: (value: unknown) => value is T,
  nameOf = (rest: string): string => rest,
): Record<string, T> {
  const all = savedKeys(beginning).map((key) => [nameOf(key.slice(beginning.length)), load(key, isValid)]);
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

/** Calls `listener` when an entry whose key has this prefix changes, in this tab or another; returns an unsubscribe function. */
export function onSaved(beginning: string, listener: () => void): () => void {
  const off = new AbortController();
  const here = ({ detail }: Event & { detail?: unknown }) => {
    if (String(detail).startsWith(beginning)) listener();
  };
  const elsewhere = ({ key }: StorageEvent) => {
    // Without a key, everything was cleared.
    if (key === null || key.startsWith(prefix + beginning)) listener();
  };
  addEventListener(changed, here, { signal: off.signal });
  addEventListener("storage", elsewhere, { signal: off.signal });
  return () => off.abort();
}
