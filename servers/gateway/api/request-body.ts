// Reads a request's body, and checks it against a schema.
import type { Context } from "hono";
import type { z } from "zod";
import { LabError } from "../../lab/errors.ts";
import { safeParse } from "../safe-parse.ts";

/** Returns the body, checked. Throws a LabError if it isn't JSON or doesn't fit the schema. */
export async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  return parse(schema, await readJson(c), "The body");
}

/** Returns the value, checked. Throws a LabError that says for each part what was expected and what came. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = safeParse(schema, value);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 20);
  const details = problems.map(({ path, message }) => `${path.join(".") || what}: ${message}`);
  const came = (JSON.stringify(value) ?? "nothing").slice(0, 80);
  throw new LabError("invalid", `${details.join("; ")}. It was ${came}.`);
}

async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch {
    const came = text ? `it was ${JSON.stringify(text.slice(0, 40))}` : "it was empty";
    throw new LabError("invalid", `The body has to be JSON; ${came}.`);
  }
}
