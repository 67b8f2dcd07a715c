// The incoming trace, and the state derived from it. However many batches arrive, the panels are drawn once a frame.

import type { TraceEvent } from "../../../../servers/protocol.ts";
import { type Derived, derive, emptyDerived, type Message } from "../../derive/messages.ts";
import type { PictureState } from "../../derive/picture-state.ts";
import { changesAt } from "../../derive/silence-deadlines.ts";

/** A hidden tab has no frames, but its log and its checks must continue. */
const hiddenMs = 100;
/** This many of the newest messages may still change just because time passes. */
const watchedMessages = 20;
/** Timers aren't more precise than this. */
const slackMs = 20;

interface FeedContext {
  /** The lab's clock now, in milliseconds; undefined until it's known. */
  labTime: () => number | undefined;
  /** Called after each change of `derived`. */
  onChange?: () => void;
  /** Whether this page's Redis console published a message that no client sent. Default: it didn't. */
  isMine?: (message: Message) => boolean;
}

export class Feed {
  /** Everything derived from the trace so far. */
  derived = $state.raw<Derived>(emptyDerived());
  /** The lab's clock in milliseconds, as of the last change that matters. */
  now = $state(0);
  #context: FeedContext;
  #inbox: TraceEvent[] = [];
  #frame: number | undefined;
  #ticking: ReturnType<typeof setTimeout> | undefined;

  constructor(context: FeedContext) {
    this.#context = context;
  }

  /** Adds a batch; `derived` is updated in the next frame. */
  take = (events: readonly TraceEvent[]): void => {
    this.#inbox.push(...events);
    if (this.#frame !== undefined) return;
    if (document.hidden) this.#frame = window.setTimeout(this.#absorb, hiddenMs);
    else this.#frame = requestAnimationFrame(this.#absorb);
  };

  /** Starts over with another lab, in this state. */
  reset(picture: PictureState): void {
    this.#inbox = [];
    this.derived = emptyDerived(picture);
  }

  #absorb = (): void => {
    this.#frame = undefined;
    const events = this.#inbox;
    this.#inbox = [];
    this.derived = this.#withMine(derive(this.derived, events));
    this.#context.onChange?.();
    this.#tick();
  };

  #withMine(derived: Derived): Derived {
    const { isMine } = this.#context;
    if (!isMine) return derived;
    const mine = [...derived.messages.values()].filter((one) => one.foreign && !one.mine && isMine(one));
    if (mine.length === 0) return derived;
    const marked = mine.map((one) => [one.id, { ...one, mine: true }] as const);
    return { ...derived, messages: new Map([...derived.messages, ...marked]) };
  }

  /** Moves the clock that silence is judged by: now, and again when the newest messages have had their time. */
  #tick = (): void => {
    this.now = this.#context.labTime() ?? Math.max(this.now, this.derived.at);
    clearTimeout(this.#ticking);
    const left = [...this.derived.messages.values()]
      .slice(-watchedMessages)
      .flatMap((message) => changesAt(message).map((at) => at - this.now))
      .filter((ms) => ms > -slackMs);
    if (left.length) this.#ticking = setTimeout(this.#tick, Math.max(0, Math.min(...left)) + slackMs);
  };
}
