// Composable checks for messages from another process, fast enough for thousands a second. (Zod does this where input comes
// from people and pages; here its memory would be spent again in each server process.)

/** Checks whether a value is a T. The member `of` makes the compiler reject a check for any type but exactly T. */
export interface Shape<T> {
  (value: unknown): value is T;
  readonly of?: (value: T) => T;
}

interface OptionalShape<T> {
  optional: Shape<T>;
}

/** One shape for each field of T. */
export type Fields<T> = {
  [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? OptionalShape<NonNullable<T[K]>> : Shape<T[K]>;
};

/** The member of union U whose tag K is T, without that tag. */
type Tagged<U, K extends keyof U, T> = U extends unknown ? (T extends U[K] ? Omit<U, K> : never) : never;

export function text(maxLength: number): Shape<string> {
  return (value): value is string => typeof value === "string" && value.length <= maxLength;
}

export const number: Shape<number> = (value): value is number => Number.isFinite(value);

export const flag: Shape<boolean> = (value): value is boolean => typeof value === "boolean";

export function oneOf<const T extends string>(...words: readonly T[]): Shape<T> {
  const known = new Set<unknown>(words);
  return (value): value is T => known.has(value);
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value): value is T | null => value === null || shape(value);
}

export function list<T>(shape: Shape<T>, maxItems: number): Shape<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.length <= maxItems && value.every(shape);
}

export function optional<T>(shape: Shape<T>): OptionalShape<T> {
  return { optional: shape };
}

/** Accepts an object with exactly these fields. */
export function object<T extends object>(table: Fields<T>): Shape<T> {
  const shapes = new Map<string, Shape<unknown>>();
  let needed = 0;
  const mayLack = new Set<string>();
  const all = table as Record<string, Shape<unknown> | OptionalShape<unknown>>;
  for (const [name, shape] of Object.entries(all)) {
    if ("optional" in shape) mayLack.add(name);
    else needed += 1;
    shapes.set(name, "optional" in shape ? shape.optional : shape);
  }
  return (value): value is T => {
    if (typeof value !== "object" || value === null) return false;
    let found = 0;
    for (const name in value) {
      if (shapes.get(name)?.((value as Record<string, unknown>)[name]) !== true) return false;
      if (!mayLack.has(name)) found += 1;
    }
    return found === needed;
  };
}

/** Accepts one of several objects, distinguished by their field `key`. */
export function union<U extends object, const K extends keyof U & string>(
  key: K,
  table: { [T in U[K] & string]: Fields<Tagged<U, K, T>> },
): Shape<U> {
  const shapes = new Map<unknown, Shape<object>>();
  for (const [tag, fields] of Object.entries<object>(table)) {
    shapes.set(tag, object({ [key]: oneOf(tag), ...fields } as Fields<object>));
  }
  return (value): value is U =>
    typeof value === "object" &&
    value !== null &&
    shapes.get((value as Record<string, unknown>)[key])?.(value) === true;
}
