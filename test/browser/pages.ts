// Every page of the site, by its path.
import { readdirSync } from "node:fs";
import type { Locale } from "../../site/locale.ts";

const texts = readdirSync(new URL("../../lessons/", import.meta.url))
  .filter((name) => name.endsWith(".mdx") && name !== "index.mdx")
  .map((name) => `${name.slice(0, -".mdx".length)}/`)
  .sort();

const root: Record<Locale, string> = { en: "/", "zh-cn": "/zh-cn/" };

/** First page, lessons and what goes with them, in a language; in English also the page for what does not exist. */
export function pagesOf(locale: Locale): string[] {
  const pages = ["", ...texts, "source/servers/chat/handlers.ts/"].map((path) => root[locale] + path);
  return locale === "en" ? [...pages, "/no-such-page/"] : pages;
}
