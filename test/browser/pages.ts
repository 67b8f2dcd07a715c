// Every page of the site, by its path.
import { readdirSync } from "node:fs";
import type { Locale } from "../../site/locale.ts";

const texts = readdirSync(new URL("../../lessons/", import.meta.url))
  .filter((name) => name.endsWith(".mdx") && name !== "index.mdx")
  .map((name) => `${name.slice(0, -".mdx".length)}/`)
  .sort();

const root: Record<Locale, string> = { en: "/", "zh-cn": "/zh-cn/" };

/** Home page, lessons and the pages that go with them, in one language; in English also the 404 page. */
export function pagesOf(locale: Locale): string[] {
  const pages = ["", ...texts, "source/servers/chat/handlers.ts/"].map((path) => root[locale] + path);
  return locale === "en" ? [...pages, "/no-such-page/"] : pages;
}
