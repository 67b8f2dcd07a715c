// What the page says about its lab above the panels: each kind once, the latest ones only.

import type { CableState, ServerName } from "../../../servers/protocol.ts";
import type { UnionOmit } from "../../../servers/union-omit.ts";

export type Notice = { number: number } & (
  | { says: "replaced" | "back" | "offline" | "not-ready" }
  /** The gateway's words. */
  | { says: "refused"; message: string }
  /** It was started, and couldn't get its link back. */
  | { says: "unlinked"; server: ServerName; cable: CableState["state"] }
);

const maxShown = 3;

export class Notices {
  /** Oldest first. */
  shown = $state.raw<readonly Notice[]>([]);
  #count = 0;

  /** How many there have been. */
  get count(): number {
    return this.#count;
  }

  add(content: UnionOmit<Notice, "number">): void {
    this.#count += 1;
    const added = { ...content, number: this.#count } as Notice;
    const others = this.shown.filter(({ says }) => says !== added.says);
    this.shown = [...others, added].slice(-maxShown);
  }

  dismiss(number: number): void {
    this.shown = this.shown.filter((one) => one.number !== number);
  }

  /** Dismisses all of this kind. */
  clear(kind: Notice["says"]): void {
    this.shown = this.shown.filter(({ says }) => says !== kind);
  }
}
