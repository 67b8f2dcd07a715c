// The lines of one terminal: numbered, limited, and drawn at most once a frame.

import type { UnionOmit } from "../../../servers/union-omit.ts";

const frameMs = 16;

export class TerminalLines<Line extends { number: number }> {
  /** What the terminal shows, oldest first. */
  shown = $state.raw<readonly Line[]>([]);
  #maxLines: number;
  #count = 0;
  #fresh: Line[] = [];
  #flushing: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  /** @param maxLines Older lines are dropped. */
  constructor(maxLines: number) {
    this.#maxLines = maxLines;
  }

  /** The newest line, even if it isn't shown yet. */
  get last(): Line | undefined {
    return this.#fresh.at(-1) ?? this.shown.at(-1);
  }

  /** Adds a line and numbers it. However many are printed, the terminal is drawn once a frame. */
  print(content: UnionOmit<Line, "number">): void {
    if (this.#isClosed) return;
    this.#count += 1;
    this.#fresh.push({ ...content, number: this.#count } as unknown as Line);
    if (this.#fresh.length > this.#maxLines) this.#fresh.shift();
    this.#flushing ??= setTimeout(() => this.#flush(), frameMs);
  }

  #flush(): void {
    this.#flushing = undefined;
    this.shown = [...this.shown, ...this.#fresh].slice(-this.#maxLines);
    this.#fresh = [];
  }

  /** Prints nothing more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#flushing);
  }
}
