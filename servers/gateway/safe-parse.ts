// The one place where what came from outside meets its schema.
import { z } from "zod";

/**
 * As zod's `safeParse`, and never throws. Zod asks everything that has a `length` whether it is long enough, also what
 * is neither text nor list; where that length cannot be compared, as in `{"length":{"toString":null}}`, it throws.
 */
export function check<T>(schema: z.ZodType<T>, value: unknown): z.ZodSafeParseResult<T> {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const message = "Invalid input: it holds an object where a text or a list is expected";
    const problem = new z.ZodError([{ code: "custom", path: [], message, input: undefined }]);
    return { success: false, error: problem as z.ZodError<T> };
  }
}
