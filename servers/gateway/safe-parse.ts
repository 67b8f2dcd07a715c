// Checks input from outside against a schema.
import { z } from "zod";

/**
 * Like zod's `safeParse`, but never throws. Zod checks the length of anything that has a `length`, and throws when that
 * cannot be compared, as in `{"length":{"toString":null}}`.
 */
export function safeParse<T>(schema: z.ZodType<T>, value: unknown): z.ZodSafeParseResult<T> {
  if (isTooLong(value))
    return refused(
      `Invalid input: a list or an object has more than ${maxEntries} entries, or ${maxDepth} levels`,
    );
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refused("Invalid input: found an object where a text or a list is expected");
  }
}

/** Says what is wrong, in at most 1000 characters: of many problems the first three. */
export const problemsIn = ({ issues }: z.ZodError): string =>
  z.prettifyError(new z.ZodError(issues.slice(0, 3))).slice(0, 1000);

/** More than any list or object that is accepted. Zod looks at each entry before it counts them, and remembers what is wrong with each. */
const maxEntries = 1000;
const maxDepth = 50;

function isTooLong(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return false;
  const entries = Array.isArray(value) ? value : Object.values(value);
  if (entries.length > maxEntries || depth > maxDepth) return true;
  return entries.some((entry) => isTooLong(entry, depth + 1));
}

function refused(message: string): z.ZodSafeParseError<never> {
  return {
    success: false,
    error: new z.ZodError([{ code: "custom", path: [], message, input: undefined }]) as z.ZodError<never>,
  };
}
