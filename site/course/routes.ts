// Routes through the course: which pages each has, in their order. Text for some routes only is in <Only> on its page.

export const routeNames = ["ten", "forty-five", "whole"] as const;
export type RouteName = (typeof routeNames)[number];

/** The route of readers who haven't chosen one. */
export const usualRoute: RouteName = "whole";

const isLesson = (slug: string) => /^\d\d-/.test(slug);

/** The pages of the short routes; the whole course has every numbered lesson. */
const short: Partial<Record<RouteName, readonly string[]>> = {
  ten: ["ten-minutes"],
  "forty-five": [
    "03-two-servers",
    "05-redis-in-five-minutes",
    "07-the-adapter",
    "09-sticky-sessions",
    "10-when-redis-goes-away",
  ],
};

export const isRoute = (value: unknown): value is RouteName => routeNames.some((name) => name === value);

/** Whether a page, by the name of its file, is on a route. */
export const isOn = (route: RouteName, slug: string): boolean =>
  short[route]?.includes(slug) ?? isLesson(slug);

/** The pages of a route in their order. Throws if one isn't among `slugs`, the existing pages. */
export function pagesOf(route: RouteName, slugs: readonly string[]): readonly string[] {
  const pages = short[route] ?? slugs.filter(isLesson).toSorted();
  const missing = pages.find((page) => !slugs.includes(page));
  if (missing === undefined) return pages;
  throw new Error(
    `site/course/routes.ts: the route "${route}" has a page "${missing}", and lessons/ has none.`,
  );
}

/** Pages that only a short route has. */
export const shortRoutePages = (slugs: readonly string[]): string[] =>
  slugs.filter((slug) => !isLesson(slug) && routeNames.some((route) => isOn(route, slug)));

/**
 * The routes on which readers of this page see what is marked with `on`. A page that isn't on somebody's route reads as
 * in the whole course.
 */
export const readersOf = (on: readonly RouteName[], slug: string): RouteName[] =>
  routeNames.filter((route) => on.includes(isOn(route, slug) ? route : usualRoute));

/** Marks an element as on these routes only; nothing where it's on all. The style in Head.astro hides it on the others. */
export const marked = (routes: readonly RouteName[]): { "data-routes"?: string } =>
  routes.length === routeNames.length ? {} : { "data-routes": routes.join(" ") };

/** The style that hides what is not on the route that `<html data-route>` names. A function, so that no page's script has it. */
export function routeStyle(): string {
  const hidden = [
    ...routeNames.map((route) => `:root[data-route="${route}"] [data-routes]:not([data-routes~="${route}"])`),
    `:root:not([data-route]) [data-routes]:not([data-routes~="${usualRoute}"])`,
  ];
  return `${hidden.join(",")}{display:none!important}`;
}

const mark = /<Only on="(?<on>[^"]*)">(?<inside>[\s\S]*?)<\/Only>/g;

/** The routes that an `on` names. Throws for anything else. */
export function routesIn(on: string, place: string): RouteName[] {
  const names = on.split(" ");
  const wrong = names.find((name) => !isRoute(name));
  if (wrong === undefined) return names.filter(isRoute);
  throw new Error(
    `${place}, <Only on="${on}">: there is no route "${wrong}". There are: ${routeNames.join(", ")}.`,
  );
}

/** A page's text as its readers on this route see it. */
export function textOn(route: RouteName, slug: string, body: string): string {
  return body.replace(mark, (_whole, on: string, inside: string) =>
    readersOf(routesIn(on, slug), slug).includes(route) ? inside : "",
  );
}
