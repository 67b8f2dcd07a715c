// The page's lab where there is no gateway: it shows recordings of labs, and nothing that didn't happen in one.

import { Lab } from "../live/lab.svelte.ts";
import type { Phase } from "../live/phase.ts";
import type { LabOptions } from "../live/setup.svelte.ts";
import { until } from "../live/until.ts";
import type { Action, ActionsResult, Target } from "../steps/actions.ts";
import type { Labelled } from "../steps/labels.ts";
import { loadRecording } from "./load.ts";
import type { Recording, RecordingFacts } from "./recording.ts";
import { RecordingPlayer } from "./recording-player.ts";
import { clientsOf, judgedOf, openedPicture, type RecordedClient } from "./replay.ts";

const seenWithinMs = 5_000;

export class RecordedLab extends Lab {
  #player = $state.raw<RecordingPlayer | undefined>();
  /** Tells one playing from the next. */
  #count = 0;
  readonly #own = $derived.by((): readonly RecordedClient[] => {
    const recording = this.#player?.recording;
    return recording ? clientsOf(recording, this.feed.derived, this.feed.now) : [];
  });

  constructor(options: LabOptions = {}) {
    super(options, undefined);
    this.mayChange = false;
    this.mayRunCode = false;
  }

  override get phase(): Phase {
    return { is: "recorded" };
  }

  override get isKnown(): boolean {
    return this.#player !== undefined;
  }

  override get recorded(): Partial<RecordingFacts> {
    return this.#player?.recording ?? {};
  }

  override get own(): readonly RecordedClient[] {
    return this.#own;
  }

  override get labelled(): Labelled {
    return { derived: this.feed.derived, client: (name) => this.#own.find((one) => one.name === name) };
  }

  override start(_lesson: string, target: Target, shows: typeof this.shown): void {
    this.shown = shows;
    this.setup.startAt(target);
  }

  override ready(): Promise<boolean> {
    return Promise.resolve(true);
  }

  /** A press opens nothing here. */
  override wake(): Promise<boolean> {
    this.notices.add({ says: "needs-live" });
    return Promise.resolve(false);
  }

  /** Shows the lab of a recording as it was before its run. */
  override async prepare(_target: Target, of = ""): Promise<boolean> {
    const loaded = await loadRecording(of);
    if ("problem" in loaded) {
      this.notices.add({ says: "unplayable", problem: loaded.problem });
      return false;
    }
    this.setup.isRunning = true;
    await this.#begin(loaded.recording).prepare();
    this.setup.isRunning = false;
    return true;
  }

  /** Plays the run of the recording that is prepared. */
  override async carryOut(
    _carry: unknown,
    _actions: readonly Action[],
    onStep: (index: number) => void,
  ): Promise<ActionsResult> {
    const player = this.#player;
    if (!player) return { done: false, judged: undefined };
    await player.run(onStep);
    return { done: true, judged: judgedOf(player.recording) };
  }

  protected override labTime(pageMs: number): number | undefined {
    return this.#player?.labTime(pageMs);
  }

  /** What was typed was recorded with what it printed. */
  protected override typeRedis(): boolean {
    return true;
  }

  #begin(recording: Recording): RecordingPlayer {
    this.#player?.stop();
    this.#count += 1;
    const player = new RecordingPlayer(recording, {
      pageTime: () => performance.now(),
      take: this.feed.take,
      note: (note) => {
        if (note.is === "typed") this.redisConsole.enter(note.line);
        if (note.is === "said") this.redisConsole.print(note.lines);
      },
      seen: (seq) => until(() => this.feed.derived.seq >= seq, seenWithinMs),
    });
    this.feed.reset(openedPicture(recording));
    this.feed.now = 0;
    this.#player = player;
    this.redis = { ...recording.redis, up: true };
    this.versions = recording.versions;
    this.redisConsole.loseSubscriptions(false);
    // Another lab: what was found in the last one stays, and is no longer looked for.
    this.id = `${recording.of} ${this.#count}`;
    return player;
  }
}
