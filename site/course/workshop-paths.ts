// Pages that aren't lessons exist once per language; those of a workshop only where there is a gateway.
import { locales } from "../locale.ts";

export const inBothLanguages = () =>
  locales.map((locale) => ({ params: { locale: locale === "en" ? undefined : locale } }));

/** The paths of a workshop's page: none in a static site. */
export const inWorkshops = () => (process.env.CROSSTALK_EDITION === "static" ? [] : inBothLanguages());
