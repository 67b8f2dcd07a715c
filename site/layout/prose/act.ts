// What a press on a part of the text does in the lab. Loaded with the first press.
import type { Meaning } from "./meaning.ts";

/** An unanswered question in sight comes first: running this would give its answer away. */
export async function act(meaning: Meaning): Promise<void> {
  const asking = meaning.does === "panel" ? undefined : questionInSight();
  if (asking) return asking.querySelector<HTMLElement>(".run")?.click();
  document.querySelector<HTMLElement>("[data-part=lab][popover]")?.showPopover();
  const panel = { type: "terminals", redis: "redis", panel: "" }[meaning.does];
  document
    .querySelector<HTMLElement>(
      `#ct-lab [role=tab][id$="-${panel || (meaning.does === "panel" ? meaning.panel : "")}"]`,
    )
    ?.click();
  if (meaning.does === "panel") return;
  // Pages without a lab must not load one.
  const { pageLab } = await import("../../lab/live/page-lab.ts");
  if (pageLab.recorded) return void pageLab.wake();
  pageLab.check();
  if (meaning.does === "redis") pageLab.redisConsole.enter(meaning.line);
  else for (const client of meaning.clients) pageLab.clients.named(client)?.enter(meaning.line);
}

const questionInSight = () =>
  [...document.querySelectorAll<HTMLElement>("section.experiment[data-asks]")].find((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
