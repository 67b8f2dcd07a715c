// Checks input from outside against a schema.
import { z } from "zod";

/**
 * Like zod's `safeParse`, but never throws. Zod checks the length of anything that has a `length`, and throws when that
 * cannot be compared, as in `{"length":{"toString":null}}`.
 */
export function safeParse<T>(schema: z.ZodType<T>, value: unknown): z.ZodSafeParseResult<T> {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const message = "Invalid input: found an object where a text or a list is expected";
    const problem = new z.ZodError([{ code: "custom", path: [], message, input: undefined }]);
    return { success: false, error: problem as z.ZodError<T> };
  }
}
