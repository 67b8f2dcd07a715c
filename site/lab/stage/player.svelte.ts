// Plays observations slowed down: live as they arrive, or again on request. It handles time, not drawing.

import type { Derived, Message } from "../derive/messages.ts";
import { groupsOf } from "./burst.ts";
import { firstSeq, newMessages } from "./new-messages.ts";

/** A message on its path through the picture: `progress` counts hops, 1 = the first has ended. */
export interface Scene {
  id: string;
  progress: number;
  /** More than one if a burst is drawn as one. */
  count: number;
}

/** One message being played, or several drawn as one. */
interface Act {
  id: string;
  /** The `seq` of the first event of each of its messages. */
  begins: readonly number[];
  /** On the player's own clock, in milliseconds. */
  start: number;
}

/** How much of a message's story is known by now. */
interface StoryExtent {
  steps: number;
  /** Nothing more is expected. */
  isOver: boolean;
}

interface PlayerContext {
  storyOf: (id: string) => StoryExtent;
  /** Default: 1, a second a hop. */
  speed?: number | undefined;
  /** The viewer wants steps instead of motion. */
  isStill: () => boolean;
}

const hopMs = 1_000;
const maxActs = 16;
/** More new messages than this in one frame are a burst. */
const burst = 6;
/** A longer frame counts as this long. */
const maxFrameMs = 100;

export class Player {
  speed = $state(1);
  #context: PlayerContext;
  #acts = $state.raw<readonly Act[]>([]);
  /** The player's own clock, in milliseconds of motion: it stops while paused or out of sight. */
  #time = $state(0);
  #replay = $state.raw<{ id: string; progress: number; playing: boolean } | undefined>();
  /** The last message that was played to its end; it stays in the picture. */
  #last = $state.raw<string | undefined>();
  /** When that message started playing: an older one that ends later doesn't replace it. */
  #lastStart = 0;
  #isPaused = $state(false);
  #seen = $state(0);
  #isInSight = $state(true);
  #frame: number | undefined;
  #framedAt = 0;

  /** @param seen The last event of the trace that isn't played. */
  constructor(context: PlayerContext, seen = 0) {
    this.#context = context;
    this.speed = context.speed ?? 1;
    this.#seen = seen;
  }

  /** The message whose path stays drawn. */
  get main(): Scene | undefined {
    if (this.#replay) return { id: this.#replay.id, progress: this.#replay.progress, count: 1 };
    const newest = this.#acts.at(-1);
    if (newest) return this.#sceneOf(newest);
    return this.#last === undefined
      ? undefined
      : { id: this.#last, progress: Number.POSITIVE_INFINITY, count: 1 };
  }

  /** Others that are playing at the same time. */
  get others(): readonly Scene[] {
    return this.#replay ? [] : this.#acts.slice(0, -1).map((act) => this.#sceneOf(act));
  }

  /** The last event of the trace that was processed. */
  get seen(): number {
    return this.#seen;
  }

  get isReplay(): boolean {
    return this.#replay !== undefined;
  }

  get isMoving(): boolean {
    return this.#replay ? this.#replay.playing : this.#acts.length > 0 && !this.#isPaused;
  }

  /** Handles new events; call it for every change of `derived`. `isOwn`: whether a socket is this page's. */
  follow(derived: Derived, now: number, isOwn: (socket: string) => boolean): void {
    if (derived.seq < this.#seen) this.#clear();
    const fresh = newMessages(derived, now, this.#seen, isOwn);
    this.#seen = derived.seq;
    // A picture from before a change no longer shows the lab as it is.
    const lastAt = (this.#last && derived.messages.get(this.#last)?.at) || 0;
    if (derived.notable.some(({ type, at }) => at > lastAt && (type === "link" || type === "cable")))
      this.#last = undefined;
    // Acts that waited for more events continue.
    this.#run();
    if (fresh.length === 0) return;
    if (fresh.some(({ socket }) => isOwn(socket))) this.#replay = undefined;
    if (!this.#isInSight) {
      this.#last = fresh.at(-1)?.id;
      this.#lastStart = this.#time;
      return;
    }
    const groups = fresh.length > burst ? groupsOf(fresh) : fresh.map((message) => [message]);
    this.#acts = [...this.#acts, ...groups.map((group) => this.#actOf(group))].slice(-maxActs);
    this.#run();
  }

  /** Skips new messages: setting up a step isn't part of the step. */
  pass(derived: Derived): void {
    if (derived.seq < this.#seen) this.#clear();
    this.#seen = derived.seq;
    this.#last = undefined;
  }

  /** Whether the message whose first event this is has been played to its end, or isn't shown in motion. */
  hasShown(begin: number): boolean {
    if (!this.#isInSight || this.#context.isStill()) return true;
    const act = this.#acts.find(({ begins }) => begins.includes(begin));
    if (!act) return begin <= this.#seen;
    const { steps, isOver } = this.#context.storyOf(act.id);
    return this.#replay?.id === act.id && this.#replay.progress >= steps && isOver;
  }

  /** Plays a message from its start; without an id, the one in the picture. */
  replay(id = this.main?.id): void {
    if (id === undefined) return;
    this.#isPaused = false;
    this.#replay = { id, progress: 0, playing: true };
    this.#run();
  }

  /** Pauses or resumes; replays a message that has ended. */
  toggle = (): void => {
    const { main } = this;
    if (this.#replay && main) {
      const isAtEnd = main.progress >= this.#stepsOf(main.id);
      const progress = isAtEnd ? 0 : this.#replay.progress;
      this.#replay = { ...this.#replay, progress, playing: isAtEnd || !this.#replay.playing };
    } else if (this.#acts.length) this.#isPaused = !this.#isPaused;
    else if (main) this.#replay = { id: main.id, progress: 0, playing: true };
    this.#run();
  };

  back = (): void => {
    const { main } = this;
    if (main) this.goTo(Math.ceil(Math.min(main.progress, this.#stepsOf(main.id))) - 1);
  };

  forward = (): void => {
    const { main } = this;
    if (main) this.goTo(Math.floor(main.progress) + 1);
  };

  /** Jumps to a step of the message in the picture, and stays there. */
  goTo(progress: number): void {
    const { main } = this;
    if (!main) return;
    const steps = this.#stepsOf(main.id);
    this.#replay = { id: main.id, progress: Math.min(steps, Math.max(0, progress)), playing: false };
  }

  toLive = (): void => {
    this.#replay = undefined;
    this.#isPaused = false;
    this.#run();
  };

  /** Stops all motion while the picture is out of sight. */
  show(isInSight: boolean) {
    this.#isInSight = isInSight;
    if (isInSight) return this.#run();
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  /** For another lab, whose messages reuse the names of the last one's. */
  #clear(): void {
    this.#acts = [];
    this.#replay = undefined;
    this.#last = undefined;
  }

  #actOf(messages: readonly Message[]): Act {
    return { id: messages[0]?.id ?? "", begins: messages.map(firstSeq), start: this.#time };
  }

  #sceneOf({ id, begins, start }: Act): Scene {
    return { id, progress: this.#progressOf(start), count: begins.length };
  }

  #progressOf(start: number): number {
    return (this.#time - start) / hopMs;
  }

  #stepsOf(id: string): number {
    return this.#context.storyOf(id).steps;
  }

  #run(): void {
    if (this.#frame !== undefined || !this.#isInSight) return;
    this.#framedAt = performance.now();
    this.#frame = requestAnimationFrame((at) => this.#tick(at));
  }

  #tick(at: number): void {
    this.#frame = undefined;
    const passedMs = Math.min(maxFrameMs, Math.max(0, at - this.#framedAt)) * this.speed;
    this.#framedAt = at;
    if (this.#replay?.playing) {
      const steps = this.#stepsOf(this.#replay.id);
      const progress = Math.min(steps, this.#replay.progress + passedMs / hopMs);
      this.#replay = { ...this.#replay, progress, playing: progress < steps };
    } else if (!this.#isPaused && !this.#replay) this.#time += passedMs;
    this.#endActs();
    const isUnfinished = ({ id, start }: Act) => this.#progressOf(start) < this.#stepsOf(id);
    if (this.#replay ? this.#replay.playing : !this.#isPaused && this.#acts.some(isUnfinished)) this.#run();
  }

  /** Removes acts that were played to their end; those that wait for more stay at their last known step. */
  #endActs(): void {
    const kept: Act[] = [];
    for (const act of this.#acts) {
      const { steps, isOver } = this.#context.storyOf(act.id);
      if (this.#progressOf(act.start) < steps) kept.push(act);
      else if (!isOver) kept.push({ ...act, start: this.#time - steps * hopMs });
      else if (this.#last === undefined || act.start >= this.#lastStart) {
        this.#last = act.id;
        this.#lastStart = act.start;
      }
    }
    if (this.#acts.length > 0) this.#acts = kept;
  }
}
