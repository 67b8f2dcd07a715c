// A step's `setup` and `run`, checked at build time: the parts of an arrangement, with error messages for people who write
// lessons.
import { z } from "astro/zod";
import { actionKinds } from "../lab/arrangement/arrangement-schema.ts";
import type { Action } from "../lab/steps/actions.ts";

export { clientPlace, setup } from "../lab/arrangement/arrangement-schema.ts";

const action = z.unknown().transform((value, context): Action => {
  const fields = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const kind = actionKinds.find((one) => one.with.every((field) => fields.includes(field)));
  const parsed = kind?.schema.safeParse(value);
  if (parsed?.success) return parsed.data;
  const came = JSON.stringify(value) ?? "nothing";
  const problems = parsed
    ? parsed.error.issues.map(({ path, message }) => ({
        path: path.map(keyOf),
        message: `${message} Written: ${kind?.written}`,
      }))
    : [
        {
          path: [],
          message: `${came} is not an action. Write one of ${actionKinds.map(({ written }) => written).join(", ")}.`,
        },
      ];
  for (const problem of problems) context.addIssue({ code: "custom", ...problem });
  return z.NEVER;
});

const keyOf = (key: PropertyKey) => (typeof key === "symbol" ? String(key) : key);

/** One action, or several that are done in turn. */
export const run = z
  .union([z.array(z.unknown()), z.unknown()])
  .transform((value) => (Array.isArray(value) ? value : [value]))
  .pipe(z.array(action).min(1));
