// A page of a workshop is there once in each language.
import { locales } from "../locale.ts";

export const inBothLanguages = () =>
  locales.map((locale) => ({ params: { locale: locale === "en" ? undefined : locale } }));
