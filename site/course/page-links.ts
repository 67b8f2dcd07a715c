// The previous and the next page, on each route.
import type { Route } from "./course.ts";
import { isOn, type RouteName, routeNames, usualRoute } from "./routes.ts";

export interface PageLink {
  rel: "prev" | "next";
  href: string;
  label: string;
  /** The routes whose readers are led there. */
  routes: RouteName[];
}

/** @param finish the page after a route's last one. Returns nothing for a page that is on no route. */
export function pageLinks(
  slug: string,
  routes: readonly Route[],
  finish: { href: string; label: string },
): PageLink[] {
  const links: PageLink[] = [];
  const add = (route: RouteName, rel: PageLink["rel"], { href, label }: { href: string; label: string }) => {
    const known = links.find((link) => link.rel === rel && link.href === href);
    if (known) known.routes.push(route);
    else links.push({ rel, href, label, routes: [route] });
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
  return links.toSorted((one, two) => Number(one.rel === "next") - Number(two.rel === "next"));
}
