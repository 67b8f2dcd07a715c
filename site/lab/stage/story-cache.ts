// The stories of messages, computed once for each state of a message, since a picture asks for them in every frame.

import type { Derived, Message } from "../derive/messages.ts";
import { changesAt, endsAt, settlesAt } from "../derive/silence-deadlines.ts";
import { type Story, story } from "../derive/story.ts";

export function createStories(current: () => { derived: Derived; now: number }) {
  const cache = new WeakMap<Message, { turns: number; picture: Derived["picture"]; story: Story }>();
  return {
    of(id: string): Story | undefined {
      const { derived, now } = current();
      const message = derived.messages.get(id);
      if (!message) return undefined;
      const turns = changesAt(message).filter((at) => now > at).length;
      const known = cache.get(message);
      // The lab's state only matters for the reason of a silence.
      if (
        known &&
        known.turns === turns &&
        (known.picture === derived.picture || !known.story.marks.length)
      ) {
        return known.story;
      }
      const fresh = story(message, derived.picture, now);
      cache.set(message, { turns, picture: derived.picture, story: fresh });
      return fresh;
    },
    /** How much is known by now; one unknown hop for a message that doesn't exist. */
    extentOf(id: string): { steps: number; isOver: boolean } {
      const one = this.of(id);
      if (!one) return { steps: 1, isOver: true };
      const { now } = current();
      const asks = endsAt(one.message) > settlesAt(one.message);
      return { steps: one.steps, isOver: one.isSettled && !(asks && now <= endsAt(one.message)) };
    },
  };
}
