// Which experiment a message sent by hand belongs to: one that expects such a message, and if several do, the one the
// learner is working on.

import { createBoundedMap } from "../../../servers/bounded-map.ts";
import type { Message } from "../derive/messages.ts";

/** An experiment, in its role as an owner of messages. */
export interface MessageOwner {
  element: HTMLElement;
  /** Whether it's waiting for a message like this. */
  expects: (message: Message) => boolean;
}

const maxOwned = 200;
const candidates = new Set<MessageOwner>();
/** By the message's id. */
const owners = createBoundedMap<string, MessageOwner>(maxOwned);
let attended: MessageOwner | undefined;

/** Lets it own messages from now on. `attend` reports that the learner is working on it; `close` ends both. */
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

/** Whether this message answers this experiment's question; it answers only one. */
export function owns(candidate: MessageOwner, message: Message): boolean {
  const owner = owners.get(message.id) ?? nearest([...candidates].filter(({ expects }) => expects(message)));
  if (owner) owners.set(message.id, owner);
  return owner === candidate;
}

/** The visible one that was used last, or else the nearest to the middle of the window. */
function nearest(expecting: readonly MessageOwner[]): MessageOwner | undefined {
  const touched = expecting.find((one) => one === attended);
  if (touched && distance(touched.element) < innerHeight) return touched;
  return expecting.toSorted((one, two) => distance(one.element) - distance(two.element))[0];
}

/** Pixels from the middle of the window; 0 if the element covers it. */
function distance(element: HTMLElement): number {
  const { top, bottom } = element.getBoundingClientRect();
  const middle = innerHeight / 2;
  return Math.max(0, top - middle, middle - bottom);
}
