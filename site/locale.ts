// The site's two languages. Starlight calls the root language `undefined`; our code calls it "en".
import { withBase } from "./base.ts";

export const locales = ["en", "zh-cn"] as const;
export type Locale = (typeof locales)[number];

/** The address of a page in a language: `/join/` in Chinese is `/zh-cn/join/`, below the base. */
export const addressIn = (locale: Locale, path: string): string =>
  withBase(locale === "en" ? path : `/${locale}${path}`);

/** The same words in each language; a missing word is a type error. */
export type Dictionary<Words> = Record<Locale, Words>;

export function toLocale(starlightLocale: string | undefined): Locale {
  return starlightLocale === "zh-cn" ? "zh-cn" : "en";
}
