// The questions of a lesson, as its page asks them.
import type { Place } from "../../../servers/protocol-workshop.ts";
import type { StepAsks } from "../../course/step-asks.ts";
import type { Locale } from "../../locale.ts";
import { addressOf } from "../progress.ts";

export interface PageQuestion {
  question: string;
  asks: StepAsks | undefined;
}

/** Reads another lesson's page if it isn't the one that is open. Resolves to undefined if no page has this experiment. */
export async function questionAt(place: Place, locale: Locale): Promise<PageQuestion | undefined> {
  const { pathname } = new URL(addressOf(place, locale), location.href);
  if (pathname === location.pathname) return questionIn(document, place.experiment);
  try {
    const page = await fetch(pathname);
    return questionIn(new DOMParser().parseFromString(await page.text(), "text/html"), place.experiment);
  } catch {
    return undefined;
  }
}

function questionIn(page: Document, id: string | null): PageQuestion | undefined {
  const section = page.querySelector<HTMLElement>(`section.experiment[id="${CSS.escape(id ?? "")}"]`);
  if (!section) return undefined;
  const asks = section.querySelector<HTMLElement>("template[data-asks]")?.dataset.asks;
  const title = section.querySelector("h3")?.cloneNode(true) as HTMLElement | undefined;
  title?.firstElementChild?.remove(); // its number
  return {
    question: title?.textContent?.replace(/\s+/g, " ").trim() ?? "",
    asks: asks === undefined ? undefined : (JSON.parse(asks) as StepAsks),
  };
}
