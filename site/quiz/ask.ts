// A question with its answers, checked at build time: one is right, and each wrong one says what is wrong about it.
import { z } from "astro/zod";
import { unknownField } from "../lab/arrangement/arrangement-schema.ts";

const answer = {
  text: z.string().min(1),
  /** Shown to anyone who chose it. */
  why: z.string().min(1),
  /** Only one is. Default: no. */
  right: z.literal(true).optional(),
};

const shape = {
  question: z.string().min(1),
  answers: z.array(z.strictObject(answer, { error: unknownField(answer) })).min(2),
};

const ask = z
  .strictObject(shape, { error: unknownField(shape) })
  .refine(({ answers }) => answers.filter(({ right }) => right).length === 1, {
    path: ["answers"],
    message: "exactly one has to be `right`.",
  });

export type AskProps = z.output<typeof ask>;

/** Returns the validated props. Throws with file, question, field and fix. */
export function checkAsk(props: unknown, file: string): AskProps {
  const { success, data, error } = ask.safeParse(props);
  if (success) return data;
  const { question } = props as { question?: unknown };
  const problems = error.issues.map(({ path, message }) => `  ${path.join(".") || "props"}: ${message}`);
  throw new Error(`${file}, <Ask question=${JSON.stringify(question)}>:\n${problems.join("\n")}`);
}
