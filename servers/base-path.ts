// The path below which a site and its gateway stand: `/`, or one that `--base` gives, like `/crosstalk/`.

/** Whether `text` is such a path: a slash at both ends, and no part that browsers or proxies would read as something else. */
export const isBasePath = (text: string): boolean => /^\/(?:(?!\.{1,2}\/)[\w.~-]+\/)*$/.test(text);

/** A path below the base: `/a` is `/crosstalk/a` below `/crosstalk/`. The base can be an address. */
export const joinPath = (base: string, path: string): string => base.replace(/\/$/, "") + path;

/** A path without the base: `/crosstalk/a` is `/a`. A path that isn't below the base stays as it is. */
export function stripBase(base: string, path: string): string {
  const beginning = base.replace(/\/$/, "");
  return path.startsWith(`${beginning}/`) ? path.slice(beginning.length) : path;
}
