// The single keys of a page with a lab: they press what can also be pressed with a mouse.

import type { keyActions } from "./key-actions.ts";

type Name = keyof typeof keyActions;

/** @param lab The element of the lab. */
export function lessonKeys(lab: HTMLElement): Partial<Record<Name, () => void>> {
  const names: Name[] = ["send", "adapter-a", "adapter-b"];
  if (document.querySelector("[data-to-lab]")) names.push("lab");
  if (document.querySelector("section.experiment")) names.push("run", "next");
  const act = async (name: Name) => (await import("./key-actions.ts")).keyActions[name](lab);
  return Object.fromEntries(names.map((name) => [name, () => void act(name)]));
}
