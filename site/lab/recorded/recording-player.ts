// Plays the run of a recording at the speed at which it happened.
//
//   events, notes ──their time has come──▶ a feed       each action is announced when everything before it was seen

import type { TraceEvent } from "../../../servers/protocol.ts";
import type { PageNote, Recording } from "./recording.ts";

interface PlaybackContext {
  /** The page's clock in milliseconds. */
  pageTime: () => number;
  take: (events: readonly TraceEvent[]) => void;
  note: (note: PageNote) => void;
  /** Resolves when the page has seen the event `seq`. */
  seen: (seq: number) => Promise<unknown>;
}

export class RecordingPlayer {
  readonly recording: Recording;
  readonly #context: PlaybackContext;
  /** The page's clock when the run began; undefined before. */
  #startedAt: number | undefined;
  #isStopped = false;
  /** The last event that was handed on. */
  #given = 0;
  #notesGiven = 0;

  constructor(recording: Recording, context: PlaybackContext) {
    this.recording = recording;
    this.#context = context;
  }

  /** The lab's clock at a moment of the page's. It stands still before the run, and when nothing more was recorded. */
  labTime(pageMs: number): number {
    const { began, ended, events } = this.recording;
    const start = events[began - 1]?.at ?? 0;
    return this.#startedAt === undefined ? start : Math.min(ended, start + pageMs - this.#startedAt);
  }

  /** Passes on everything from before the run. */
  async prepare(): Promise<void> {
    const { began, events } = this.recording;
    this.#context.take(events.slice(0, began));
    this.#given = began;
    this.#notesGiven = this.recording.notes.findLastIndex(({ at }) => at <= this.labTime(0)) + 1;
    await this.#context.seen(began);
  }

  /** Plays the run. Resolves when all of its actions had taken effect; what came later follows. */
  async run(onStep: (index: number) => void): Promise<void> {
    this.#startedAt = this.#context.pageTime();
    const { steps, run, events } = this.recording;
    for (const [index, seq] of steps.entries()) {
      await this.#giveUpTo(seq);
      if (this.#isStopped) return;
      if (index < run.length) onStep(index);
    }
    void this.#giveUpTo(events.length);
  }

  /** Hands on nothing more. */
  stop(): void {
    this.#isStopped = true;
  }

  async #giveUpTo(seq: number): Promise<void> {
    const { events, notes } = this.recording;
    while (this.#given < seq) {
      const next = events[this.#given];
      if (!next) return;
      const note = notes[this.#notesGiven];
      const at = note ? Math.min(note.at, next.at) : next.at;
      await this.#until(at);
      if (this.#isStopped) return;
      if (note && note.at <= next.at) {
        this.#notesGiven += 1;
        this.#context.note(note);
      } else {
        this.#given += 1;
        this.#context.take([next]);
      }
    }
    await this.#context.seen(seq);
  }

  #until(labMs: number): Promise<void> | undefined {
    const ms = labMs - this.labTime(this.#context.pageTime());
    return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined;
  }
}
