// Takes a learner's page to a place in the course.
import type { Place } from "../../../servers/protocol-workshop.ts";
import type { Locale } from "../../locale.ts";
import { addressOf } from "../progress.ts";

/** Scrolls if the page is there already. */
export function goTo(place: Place, locale: Locale): void {
  const address = addressOf(place, locale);
  if (new URL(address, location.href).pathname !== location.pathname) location.assign(address);
  else if (place.experiment === null) scrollTo({ top: 0 });
  else document.getElementById(place.experiment)?.scrollIntoView({ block: "start" });
}
