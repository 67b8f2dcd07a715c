// The props of <Exercise> in a lesson, checked at build time: a mistake fails the build instead of reaching learners.
import { z } from "astro/zod";
import type { CodeFile } from "../../../servers/protocol.ts";
import { type ExerciseName, exercises, isExercise } from "../../lab/exercise/catalog/all.ts";
import { applyEdits, type Exercise } from "../../lab/exercise/exercise.ts";
import { cutRegion } from "../region.ts";
import { strict } from "../strict.ts";

export const exercise = strict({
  /** Which exercise, one of site/lab/exercise/catalog/all.ts; also its anchor: `/06-a-bridge-by-hand/#bridge-message`. */
  id: z.string().transform((name, context): ExerciseName => {
    if (isExercise(name)) return name;
    const message = `There is no exercise called "${name}". Choose one of: ${Object.keys(exercises).join(", ")}.`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  }),
  /** The learner's task, in one sentence. */
  title: z.string().min(1),
  /** How long it may take. It isn't part of the lesson's minutes, because nobody has to do it. */
  minutes: z.number().int().positive(),
  /** From a first nudge to nearly the solution; each is offered once the one before it was read. */
  hints: z.array(z.string().min(1)).min(1),
});

export type ExerciseProps = z.output<typeof exercise>;

/** Returns the validated props. Throws with file, exercise, field and fix. */
export function checkExercise(props: unknown, place: string): ExerciseProps {
  const { success, data, error } = exercise.safeParse(props);
  if (success) return data;
  const id = (props as { id?: unknown } | null | undefined)?.id;
  const problems = error.issues.map(({ path, message }) => `  ${path.join(".") || "props"}: ${message}`);
  throw new Error(`${place}, <Exercise id=${JSON.stringify(id)}>:\n${problems.join("\n")}`);
}

/** The lines that the learner changes, as they are at the start. */
export function linesOf(
  { files: [file], region, start }: Exercise,
  read: (file: CodeFile) => string,
): string {
  return cutRegion(applyEdits(read(file), start[file] ?? [], file), region, file).code;
}
