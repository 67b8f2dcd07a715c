// The lessons and their experiments, read from lessons/, for pages that list them. Runs at build time.
import { getCollection } from "astro:content";
import { withBase } from "../base.ts";
import type { Locale } from "../locale.ts";
import { type StepTitle, stepsIn } from "./experiments.ts";
import { minutesFor } from "./minutes.ts";
import { isOn, pagesOf, type RouteName, routeNames, shortRoutePages, textOn, usualRoute } from "./routes.ts";
import { asksIn, type StepAsks } from "./step-asks.ts";

export interface CourseStep extends StepTitle {
  asks: StepAsks;
  /** The routes on which it's asked. */
  routes: RouteName[];
}

export interface CourseLesson {
  /** The name of its file, e.g. `03-two-servers`. */
  slug: string;
  /** "03"; empty for a page that only a short route has. */
  number: string;
  title: string;
  href: string;
  /** One sentence. */
  description: string;
  minutes: number;
  /** How long it takes on each route that has it. */
  minutesOn: Partial<Record<RouteName, number>>;
  /** The routes that have it. */
  routes: RouteName[];
  steps: CourseStep[];
}

export interface Route {
  name: RouteName;
  minutes: number;
  /** Its pages, each with only the steps that are on this route. */
  pages: CourseLesson[];
}

const root: Record<Locale, string> = { en: "", "zh-cn": "zh-cn/" };
const courses = new Map<Locale, Promise<CourseLesson[]>>();

/** Every numbered lesson in order, in one language; a lesson without a translation is in English. */
export async function courseIn(locale: Locale): Promise<CourseLesson[]> {
  return (await pagesIn(locale)).filter(({ number }) => number !== "");
}

/** The same, with the pages that only a short route has in front. */
export function pagesIn(locale: Locale): Promise<CourseLesson[]> {
  const known = courses.get(locale);
  // While lessons are being edited, they must be read again.
  if (known && import.meta.env.PROD) return known;
  const course = readCourse(locale);
  courses.set(locale, course);
  return course;
}

/** All routes in a language. */
export async function routesIn(locale: Locale): Promise<Route[]> {
  const pages = await pagesIn(locale);
  const slugs = pages.map(({ slug }) => slug);
  return routeNames.map((name) => {
    const own = pagesOf(name, slugs).flatMap((slug) => pages.filter((page) => page.slug === slug));
    return {
      name,
      minutes: own.reduce((sum, { minutesOn }) => sum + (minutesOn[name] ?? 0), 0),
      pages: own.map((page) => ({
        ...page,
        steps: page.steps.filter(({ routes }) => routes.includes(name)),
      })),
    };
  });
}

async function readCourse(locale: Locale): Promise<CourseLesson[]> {
  const pages = new Map((await getCollection("docs")).map((page) => [page.id, page]));
  const slugs = [...pages.keys()].filter((id) => !id.includes("/"));
  return [...shortRoutePages(slugs), ...pagesOf(usualRoute, slugs)].flatMap((slug) => {
    const english = pages.get(slug);
    const page = pages.get(root[locale] + slug) ?? english;
    if (!page || !english) return [];
    const { data, body = "" } = page;
    const { title, description, minutes = 0 } = data;
    const routes = routeNames.filter((route) => isOn(route, slug));
    const whole = textOn(usualRoute, slug, english.body ?? "");
    const minutesOn = (route: RouteName) => {
      const text = textOn(route, slug, english.body ?? "");
      // A test checks a page's own `minutes` against this computation.
      return text === whole ? minutes : Math.max(1, Math.round(minutesFor(text)));
    };
    const stepsOn = (route: RouteName) => stepsIn(textOn(route, slug, body)).map(({ id }) => id);
    return {
      slug,
      number: /^\d\d/.exec(slug)?.[0] ?? "",
      title,
      href: withBase(`/${root[locale]}${slug}/`),
      description,
      minutes,
      minutesOn: Object.fromEntries(routes.map((route) => [route, minutesOn(route)])),
      routes,
      steps: stepsIn(body).map((step) => ({
        ...step,
        asks: asksIn(body, step.id),
        routes: routeNames.filter((route) => stepsOn(route).includes(step.id)),
      })),
    };
  });
}
