// Reads paths of pages, and the sidebar's list of them.
import type { StarlightRouteData } from "@astrojs/starlight/route-data";
import { locales } from "../locale.ts";

type Entry = StarlightRouteData["sidebar"][number];
type Link = Extract<Entry, { type: "link" }>;

/** All links below an entry of the sidebar, in order. */
export function links(entries: Entry[]): Link[] {
  return entries.flatMap((entry) => (entry.type === "link" ? [entry] : links(entry.entries)));
}

/** "03" for `/zh-cn/03-two-servers/`, undefined for the glossary. */
export function numberOf(path: string): string | undefined {
  return /(?:^|\/)(\d\d)-[^/]*\/?$/.exec(path)?.[1];
}

/** Whether a page is the home page, in either language. */
export function isHome(id: string): boolean {
  return id === "" || locales.some((locale) => locale === id);
}
