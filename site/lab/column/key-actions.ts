// What a key does on a page with a lab. Loaded with the first press.

import type { ServerName } from "../../../servers/protocol.ts";

/** By the key's name. @param lab The element of the lab. */
export const keyActions = {
  send: (lab: HTMLElement) =>
    lab.querySelector<HTMLFormElement>(".bar form:has(button:enabled)")?.requestSubmit(),
  "adapter-a": () => switchAdapter("a"),
  "adapter-b": () => switchAdapter("b"),
  lab: () => press("[data-to-lab]"),
  run: () => inSight()?.querySelector<HTMLElement>(".run")?.click(),
  next: () => goTo(following()),
};

const press = (selector: string) => document.querySelector<HTMLElement>(selector)?.click();
const switchAdapter = (server: ServerName) => press(`.picture .card.${server} [role="switch"]`);
const experiments = () => [...document.querySelectorAll<HTMLElement>("section.experiment")];
const middleOf = (element: HTMLElement) => {
  const { top, bottom } = element.getBoundingClientRect();
  return Math.max(0, top - innerHeight / 2, innerHeight / 2 - bottom);
};

/** The experiment that has the focus, or else the one nearest to the middle of the window. */
const inSight = () =>
  experiments().find((one) => one.contains(document.activeElement)) ??
  experiments().toSorted((one, two) => middleOf(one) - middleOf(two))[0];

/** The next one below: after the one with the focus, or the first that begins below the middle of the window. */
function following(): HTMLElement | undefined {
  const all = experiments();
  const focused = all.findIndex((one) => one.contains(document.activeElement));
  if (focused >= 0) return all[focused + 1];
  return all.find((one) => one.getBoundingClientRect().top > innerHeight / 2);
}

/** Brings an experiment into sight, with the focus on its first choice. */
function goTo(experiment: HTMLElement | undefined): void {
  if (!experiment) return;
  experiment.scrollIntoView({ block: "start" });
  const choice =
    experiment.querySelector<HTMLElement>("input:enabled") ?? experiment.querySelector<HTMLElement>("button");
  choice?.focus({ preventScroll: true });
}
