// Every page of the site, by its path.
import { pageFiles, pageId } from "../../site/course/page-files.ts";
import type { Locale } from "../../site/locale.ts";

const texts = pageFiles("lessons")
  .map(pageId)
  .filter((id) => id !== "index")
  .map((id) => `${id}/`)
  .sort();

const root: Record<Locale, string> = { en: "/", "zh-cn": "/zh-cn/" };

/** Home page, lessons and the pages that go with them, in one language; in English also the 404 page. */
export function pagesOf(locale: Locale): string[] {
  const pages = ["", ...texts, "source/servers/chat/handlers.ts/"].map((path) => root[locale] + path);
  return locale === "en" ? [...pages, "/no-such-page/"] : pages;
}
