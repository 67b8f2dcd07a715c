// The questions of the lesson that is open, as the page itself asks them.
import type { StepAsks } from "../../course/step-asks.ts";

/** Returns undefined if the page doesn't have this experiment. */
export function questionOf(id: string | null): { question: string; asks: StepAsks | undefined } | undefined {
  const section = document.querySelector<HTMLElement>(`section.experiment[id="${CSS.escape(id ?? "")}"]`);
  if (!section) return undefined;
  const asks = section.querySelector<HTMLElement>("template[data-asks]")?.dataset.asks;
  return {
    // Without its number.
    question: section.querySelector("h3")?.lastChild?.textContent?.trim() ?? "",
    asks: asks === undefined ? undefined : (JSON.parse(asks) as StepAsks),
  };
}
