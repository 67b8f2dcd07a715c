// The trace as it comes in, and what follows from it: however many batches arrive, the panels are drawn once a frame.

import type { TraceEvent } from "../../../servers/protocol.ts";
import { type Derived, derive, type Message, nothingYet } from "../derive/messages.ts";
import { turnsAt } from "../derive/outcome.ts";
import type { Picture } from "../derive/state.ts";

/**
 * `labTime` is the lab's clock now, once it is known; `changed` is told after each change of what is derived; `isMine` says
 * of a message that no client sent whether this page's console published it.
 */
export function createFeed(
  labTime: () => number | undefined,
  changed: () => void,
  isMine: (message: Message) => boolean = () => false,
) {
  let derived = $state.raw<Derived>(nothingYet());
  let now = $state(0);
  let inbox: TraceEvent[] = [];
  let frame: number | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;

  function absorb() {
    frame = undefined;
    const events = inbox;
    inbox = [];
    derived = claimed(derive(derived, events));
    changed();
    tick();
  }

  function claimed(now: Derived): Derived {
    const mine = [...now.messages.values()].filter((one) => one.foreign && !one.mine && isMine(one));
    if (mine.length === 0) return now;
    const marked = mine.map((one) => [one.id, { ...one, mine: true }] as const);
    return { ...now, messages: new Map([...now.messages, ...marked]) };
  }

  /** Moves the clock that silence is judged by, now and again when the newest messages have had their time. */
  function tick() {
    now = labTime() ?? Math.max(now, derived.at);
    clearTimeout(settling);
    const left = [...derived.messages.values()]
      .slice(-20)
      .flatMap((message) => turnsAt(message).map((at) => at - now))
      .filter((ms) => ms > -20);
    if (left.length) settling = setTimeout(tick, Math.max(0, Math.min(...left)) + 20);
  }

  return {
    get derived() {
      return derived;
    },
    /** The lab's clock, as of the last change that matters. */
    get now() {
      return now;
    },
    take(events: TraceEvent[]) {
      inbox.push(...events);
      if (frame !== undefined) return;
      // A hidden tab has no frames, but its log and its checks have to go on.
      if (document.hidden) frame = window.setTimeout(absorb, 100);
      else frame = requestAnimationFrame(absorb);
    },
    /** Begins anew, with a lab that is like this. */
    reset(picture: Picture) {
      inbox = [];
      derived = nothingYet(picture);
    },
  };
}
