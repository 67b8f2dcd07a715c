// The two languages of the site. Starlight calls the one at the root `undefined`; everything of ours calls it "en".
export const locales = ["en", "zh-cn"] as const;
export type Locale = (typeof locales)[number];

/** The same words in each language; a word that is missing in one is a type error. */
export type Dictionary<Words> = Record<Locale, Words>;

export function toLocale(starlightLocale: string | undefined): Locale {
  return starlightLocale === "zh-cn" ? "zh-cn" : "en";
}
