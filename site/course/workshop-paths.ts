// Each page of a workshop exists once per language.
import { locales } from "../locale.ts";

export const inBothLanguages = () =>
  locales.map((locale) => ({ params: { locale: locale === "en" ? undefined : locale } }));
