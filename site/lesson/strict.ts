// Objects in frontmatter and in the props of lessons' components: a misspelled field fails the build.
import { z } from "astro/zod";

/** An object that refuses fields it doesn't know, and says which it does. */
export function strict<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `unknown field ${issue.keys.map((key) => `\`${key}\``).join(", ")}; correct its spelling or remove it. It may have: ${Object.keys(shape).join(", ")}.`
        : undefined,
  });
}
