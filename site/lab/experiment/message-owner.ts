// Which experiment a message belongs to that was typed by hand: one that waits for such a message, and of several the
// one that the learner is at.

import type { Message } from "../derive/messages.ts";

export interface Claimant {
  element: HTMLElement;
  /** Whether it waits for a message like this. */
  wants: (message: Message) => boolean;
}

const claimants = new Set<Claimant>();
const owners = new Map<string, Claimant>();
let attended: Claimant | undefined;
const maxOwners = 200;

/** From now on it may own messages. Answers how to say that the learner is at it, and how to end that. */
export function register(claimant: Claimant): { attend: () => void; close: () => void } {
  claimants.add(claimant);
  return {
    attend: () => {
      attended = claimant;
    },
    close() {
      claimants.delete(claimant);
      if (attended === claimant) attended = undefined;
    },
  };
}

/** Whether this message answers the question of this one; a message answers one question. */
export function owns(claimant: Claimant, message: Message): boolean {
  const owner = owners.get(message.id) ?? nearest([...claimants].filter(({ wants }) => wants(message)));
  if (!owner) return false;
  owners.set(message.id, owner);
  for (const id of owners.keys()) {
    if (owners.size <= maxOwners) break;
    owners.delete(id);
  }
  return owner === claimant;
}

/** Of those that could be meant, the one that was touched last if it can be seen, or else the nearest to the middle. */
function nearest<One extends { element: HTMLElement }>(able: readonly One[]): One | undefined {
  const touched = able.find((one) => one.element === attended?.element);
  if (touched && distance(touched.element) < innerHeight) return touched;
  return able.toSorted((one, two) => distance(one.element) - distance(two.element))[0];
}

/** From the middle of the window, in pixels; 0 where an element covers it. */
function distance(element: HTMLElement): number {
  const { top, bottom } = element.getBoundingClientRect();
  const middle = innerHeight / 2;
  return Math.max(0, top - middle, middle - bottom);
}
