// Links from the quiz's wrong answers to the lessons' steps that show what really happens. Made when the site is built.
import { type QuestionId, type QuizAnswer, questionIds, questions } from "../../servers/quiz/questions.ts";
import type { CourseLesson } from "../course/course.ts";
import { stepFor } from "./sources.ts";

export interface StepLink {
  href: string;
  /** The lesson's number and title. */
  label: string;
}

export type StepLinks = Readonly<Record<QuestionId, Partial<Record<QuizAnswer, StepLink>>>>;

/** Throws if the course has no such lesson. */
export function stepLinks(
  course: readonly Pick<CourseLesson, "slug" | "number" | "title" | "href">[],
): StepLinks {
  const linkTo = (step: string): StepLink => {
    const [slug, id] = step.split("#");
    const lesson = course.find((one) => one.slug === slug);
    if (!lesson) throw new Error(`site/quiz/sources.ts: there is no lesson "${slug}".`);
    return { href: `${lesson.href}#${id}`, label: `${lesson.number} ${lesson.title}` };
  };
  const links = questionIds.map((question) => {
    const entries = questions[question].flatMap((answer) => {
      const step = stepFor(question, answer);
      return step === undefined ? [] : [[answer, linkTo(step)]];
    });
    return [question, Object.fromEntries(entries)];
  });
  return Object.fromEntries(links);
}
