// What comes before a page and after it, on each route.
import type { Route } from "./course.ts";
import { isOn, type RouteName, routeNames, usualRoute } from "./routes.ts";

export interface Way {
  rel: "prev" | "next";
  href: string;
  label: string;
  /** The routes whose readers are led there. */
  routes: RouteName[];
}

/** @param finish what comes after a route's last page. Returns nothing for a page that is on no route. */
export function waysFrom(
  slug: string,
  routes: readonly Route[],
  finish: { href: string; label: string },
): Way[] {
  const ways: Way[] = [];
  const add = (route: RouteName, rel: Way["rel"], { href, label }: { href: string; label: string }) => {
    const known = ways.find((way) => way.rel === rel && way.href === href);
    if (known) known.routes.push(route);
    else ways.push({ rel, href, label, routes: [route] });
  };
  for (const reader of routeNames) {
    const on = [reader, usualRoute, ...routeNames].find((route) => isOn(route, slug));
    const pages = routes.find(({ name }) => name === on)?.pages ?? [];
    const index = pages.findIndex((page) => page.slug === slug);
    if (index < 0) continue;
    const [before, after] = [pages[index - 1], pages[index + 1]];
    if (before) add(reader, "prev", { href: before.href, label: before.title });
    add(reader, "next", after ? { href: after.href, label: after.title } : finish);
  }
  return ways.toSorted((one, two) => Number(one.rel === "next") - Number(two.rel === "next"));
}
