// What a certificate says: only steps whose check was met. Pure.
import type { Route } from "../../course/course.ts";
import type { StepProgress } from "../store.ts";

export interface MetSteps {
  met: number;
  of: number;
  /** When the first and the last of them were met, in milliseconds since 1970; null if no time was saved. */
  between: readonly [number, number] | null;
  /** Lessons with at least one of them. `numbers` count from 1. */
  lessons: { slug: string; name: string; numbers: number[]; of: number }[];
}

/** @param progress by `lesson#experiment`. */
export function metStepsOf(
  { pages }: Pick<Route, "pages">,
  progress: Record<string, StepProgress>,
): MetSteps {
  const times: number[] = [];
  const lessons = pages.map(({ slug, number, title, steps }) => {
    const numbers = steps.flatMap(({ id }, index) => {
      const step = progress[`${slug}#${id}`];
      if (!step?.passed) return [];
      if (step.metAt !== null) times.push(step.metAt);
      return [index + 1];
    });
    return { slug, name: `${number} ${title}`.trim(), numbers, of: steps.length };
  });
  return {
    met: lessons.reduce((sum, { numbers }) => sum + numbers.length, 0),
    of: lessons.reduce((sum, lesson) => sum + lesson.of, 0),
    between: times.length === 0 ? null : [Math.min(...times), Math.max(...times)],
    lessons: lessons.filter(({ numbers }) => numbers.length > 0),
  };
}
