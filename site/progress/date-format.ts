import type { Locale } from "../locale.ts";

/** How the site's language writes dates. */
export const dateFormat = (locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale === "en" ? "en" : "zh-CN", options);
