// What is kept in this browser. Every key starts with `crosstalk:1:`; deleting those wipes all of it.
// A browser that forbids storage loses only the memory, never the page.

const prefix = "crosstalk:1:";

export function recall<T>(key: string, isValid: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(prefix + key) ?? "null");
    return isValid(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function keep(key: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // Private mode or a full store.
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(prefix + key);
  } catch {
    // As above.
  }
}
