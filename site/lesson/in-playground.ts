// The address at which the playground opens a step of a lesson.

import { type Arrangement, completed } from "../lab/arrangement/arrangement.ts";
import { encode, maxAddressLength } from "../lab/arrangement/fragment.ts";
import type { Action, Target } from "../lab/steps/actions.ts";
import { addressIn, type Locale } from "../locale.ts";

/** How many characters a playground's origin may have. */
const originLength = 200;

/** A step's arrangement: what its setup leaves out is as the lesson's lab has it. */
export function arrangementOf(
  setup: Target | undefined,
  lab: Target | undefined,
  run: readonly Action[],
): Arrangement {
  return completed({
    ...setup,
    links: { ...lab?.links, ...setup?.links },
    clients: setup?.clients ?? lab?.clients,
    balancer: setup?.balancer ?? (setup ? undefined : lab?.balancer),
    run,
  });
}

/** Throws with the step's place when it's too long for an address. */
export function playgroundAddress(arrangement: Arrangement, locale: Locale, place: string): string {
  const path = addressIn(locale, `/playground/#${encode(arrangement)}`);
  if (path.length + originLength <= maxAddressLength) return path;
  throw new Error(
    `${place}: the step is too long for a link to the playground, by ${path.length + originLength - maxAddressLength} characters. Shorten what it sends.`,
  );
}
