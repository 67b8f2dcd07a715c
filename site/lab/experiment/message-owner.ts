// Which experiment owns a message that was sent by hand: one that expects such a message, and of several the one that
// the learner is at.

import { createBoundedMap } from "../../../servers/bounded-map.ts";
import type { Message } from "../derive/messages.ts";

/** An experiment, as far as it can own messages. */
export interface MessageOwner {
  element: HTMLElement;
  /** Whether it waits for a message like this. */
  expects: (message: Message) => boolean;
}

const maxOwned = 200;
const candidates = new Set<MessageOwner>();
/** By the message's id. */
const owners = createBoundedMap<string, MessageOwner>(maxOwned);
let attended: MessageOwner | undefined;

/** From now on it may own messages. `attend` says that the learner is at it; `close` ends both. */
export function register(owner: MessageOwner): { attend: () => void; close: () => void } {
  candidates.add(owner);
  return {
    attend: () => {
      attended = owner;
    },
    close() {
      candidates.delete(owner);
      if (attended === owner) attended = undefined;
    },
  };
}

/** Whether this message answers the question of this experiment; it answers only one. */
export function owns(candidate: MessageOwner, message: Message): boolean {
  const owner = owners.get(message.id) ?? nearest([...candidates].filter(({ expects }) => expects(message)));
  if (owner) owners.set(message.id, owner);
  return owner === candidate;
}

/** The one that was touched last if it can be seen, or else the nearest to the middle of the window. */
function nearest(expecting: readonly MessageOwner[]): MessageOwner | undefined {
  const touched = expecting.find((one) => one === attended);
  if (touched && distance(touched.element) < innerHeight) return touched;
  return expecting.toSorted((one, two) => distance(one.element) - distance(two.element))[0];
}

/** Pixels from the middle of the window; 0 where the element covers it. */
function distance(element: HTMLElement): number {
  const { top, bottom } = element.getBoundingClientRect();
  const middle = innerHeight / 2;
  return Math.max(0, top - middle, middle - bottom);
}
