// Objects in frontmatter and in the props of lessons' components: a misspelled field fails the build.
import { z } from "astro/zod";
import { unknownField } from "../lab/arrangement/arrangement-schema.ts";

/** An object that rejects unknown fields and lists the known ones. */
export function strict<Shape extends z.core.$ZodShape>(shape: Shape) {
  return z.strictObject(shape, { error: unknownField(shape) });
}
