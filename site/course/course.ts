// The lessons and their experiments, read from lessons/, for pages that list them all. Runs at build time.
import { getCollection } from "astro:content";
import type { Locale } from "../locale.ts";
import { type StepTitle, stepsIn } from "./steps.ts";

export interface CourseLesson {
  /** The name of its file, e.g. `03-two-servers`. */
  slug: string;
  number: string;
  title: string;
  href: string;
  /** One sentence. */
  description: string;
  minutes: number;
  steps: StepTitle[];
}

const root: Record<Locale, string> = { en: "", "zh-cn": "zh-cn/" };
const courses = new Map<Locale, Promise<CourseLesson[]>>();

/** Every numbered lesson in order, in one language; a lesson without a translation is in English. */
export function courseIn(locale: Locale): Promise<CourseLesson[]> {
  const known = courses.get(locale);
  // While lessons are being edited, they must be read again.
  if (known && import.meta.env.PROD) return known;
  const course = readCourse(locale);
  courses.set(locale, course);
  return course;
}

async function readCourse(locale: Locale): Promise<CourseLesson[]> {
  const pages = new Map((await getCollection("docs")).map((page) => [page.id, page]));
  return [...pages.keys()]
    .filter((id) => /^\d\d-/.test(id))
    .sort()
    .flatMap((slug) => {
      const page = pages.get(root[locale] + slug) ?? pages.get(slug);
      if (!page) return [];
      const { data, body = "" } = page;
      const { title, description, minutes = 0 } = data;
      const href = `/${root[locale]}${slug}/`;
      return { slug, number: slug.slice(0, 2), title, href, description, minutes, steps: stepsIn(body) };
    });
}
