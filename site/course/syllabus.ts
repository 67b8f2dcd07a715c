// Places in the course, as workshops name them: a lesson, and one of its experiments.
import type { Place } from "../../servers/protocol-workshop.ts";
import type { CourseLesson, CourseStep } from "./course.ts";
import type { RouteName } from "./routes.ts";

/** What a workshop's pages need to know of each lesson. */
export type Syllabus = readonly Pick<
  CourseLesson,
  "slug" | "number" | "title" | "minutes" | "steps" | "routes"
>[];

/** Only what is needed, because it's written into the page. */
export const syllabusOf = (course: readonly CourseLesson[]): Syllabus =>
  course.map(({ slug, number, title, minutes, steps, routes }) => ({
    slug,
    number,
    title,
    minutes,
    steps,
    routes,
  }));

/** The part of it that is on a route. */
export const syllabusOn = (route: RouteName, syllabus: Syllabus): Syllabus =>
  syllabus
    .filter(({ routes }) => routes.includes(route))
    .map((lesson) => ({ ...lesson, steps: lesson.steps.filter(({ routes }) => routes.includes(route)) }));

export interface FoundPlace {
  lesson: Syllabus[number];
  /** Counted from 1; undefined if only the lesson is meant. */
  number: number | undefined;
  step: CourseStep | undefined;
}

/** Finds a place in the course; undefined if the course has no such lesson. */
export function findPlace(syllabus: Syllabus, place: Place | null): FoundPlace | undefined {
  const lesson = syllabus.find(({ slug }) => slug === place?.lesson);
  if (!lesson) return undefined;
  const index = lesson.steps.findIndex(({ id }) => id === place?.experiment);
  return { lesson, number: index < 0 ? undefined : index + 1, step: lesson.steps[index] };
}

/** Turns `lesson#experiment`, the key of predictions and met checks, into a place. */
export function placeOf(key: string): Place {
  const [lesson = "", experiment = null] = key.split("#");
  return { lesson, experiment };
}

/** "03 · 2", or as much as is known. */
export function short(syllabus: Syllabus, place: Place): string {
  const found = findPlace(syllabus, place);
  if (!found) return place.lesson;
  const lesson = found.lesson.number || found.lesson.title;
  return found.number === undefined ? lesson : `${lesson} · ${found.number}`;
}
