// The picture's playback. A picture that's only looked at needs none of its code: that is loaded with the first message, which
// is then played from its start.
//
//   trace ──follow──▶ a new message? ──load──▶ Playback { player, stories, parts } ──▶ Stage, Scene

import { type Words, withParts } from "../context.ts";
import type { Derived } from "../derive/messages.ts";
import type { Story } from "../derive/story.ts";
import type { BaseWords } from "../words/en/words.ts";
import { newMessages } from "./new-messages.ts";
import type { parts } from "./playback-parts.ts";
import type { Player } from "./player.svelte.ts";

export interface Playback {
  player: Player;
  storyOf: (id: string) => Story | undefined;
  parts: typeof parts;
  words: Words<"stage" | "why">;
}

interface LazyPlayerContext {
  current: () => { derived: Derived; now: number };
  words: BaseWords;
  speed: number | undefined;
  /** The viewer wants steps instead of motion. */
  isStill: () => boolean;
}

export class LazyPlayer {
  playback = $state.raw<Playback | undefined>();
  /** Its code couldn't be fetched. */
  isLost = $state(false);
  readonly #context: LazyPlayerContext;
  /** The last event of the trace that needed no playback. */
  #seen = $state(0);
  #loading: Promise<void> | undefined;

  constructor(context: LazyPlayerContext) {
    this.#context = context;
  }

  /** Handles new events; call it for every change of `derived`, and of `playback`. */
  follow(derived: Derived, now: number, isOwn: (socket: string) => boolean): void {
    if (this.playback) {
      this.playback.player.follow(derived, now, isOwn);
      return;
    }
    if (derived.seq < this.#seen) this.#seen = 0;
    if (newMessages(derived, now, this.#seen, isOwn).length === 0) this.#seen = derived.seq;
    else void this.#load();
  }

  /** Skips new messages: setting up a step isn't part of the step. What the learner sends in the meantime is played. */
  pass(derived: Derived, now: number, isOwn: (socket: string) => boolean): void {
    const fresh = newMessages(derived, now, this.playback?.player.seen ?? this.#seen, isOwn);
    const isSetUp = (event: string) => event === "room:join" || event === "room:leave";
    if (fresh.some(({ event, socket }) => isOwn(socket) && !isSetUp(event))) this.follow(derived, now, isOwn);
    else if (this.playback) this.playback.player.pass(derived);
    else this.#seen = derived.seq;
  }

  /** Whether the message whose first event this is has been shown, or won't be. */
  hasShown = (begin: number): boolean =>
    this.playback ? this.playback.player.hasShown(begin) : this.isLost || begin <= this.#seen;

  /** Plays a message of the lab from its start. */
  replay = async (id: string): Promise<void> => {
    await this.#load();
    this.playback?.player.replay(id);
  };

  #load(): Promise<void> {
    this.#loading ??= this.#open().then(
      () => {
        this.isLost = false;
      },
      () => {
        this.isLost = true;
        this.#loading = undefined;
      },
    );
    return this.#loading;
  }

  async #open(): Promise<void> {
    const { current, words, speed, isStill } = this.#context;
    const [{ parts: loaded }, more] = await Promise.all([
      import("./playback-parts.ts"),
      withParts(words, ["story"]),
    ]);
    const stories = loaded.createStories(current);
    const player = new loaded.Player({ storyOf: (id) => stories.extentOf(id), speed, isStill }, this.#seen);
    this.playback = { player, storyOf: (id) => stories.of(id), parts: loaded, words: more };
  }
}
