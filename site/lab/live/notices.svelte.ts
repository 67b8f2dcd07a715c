// What the page reports about its lab above the panels: one notice of each kind, the latest.

import type { CableState, ServerName } from "../../../servers/protocol.ts";
import type { UnionOmit } from "../../../servers/union-omit.ts";
import type { Unplayable } from "../recorded/load.ts";

export type Notice = { number: number } & (
  | { says: "replaced" | "back" | "offline" | "not-ready" }
  /** The gateway's message. */
  | { says: "refused"; message: string }
  /** The recording can't be played. */
  | { says: "unplayable"; problem: Unplayable }
  /** The gateway that this static site was built for doesn't respond; the page plays recordings. */
  | { says: "no-gateway"; host: string }
  /** What was pressed needs a live lab. */
  | { says: "needs-live" }
  /** It started, but couldn't get its link back. */
  | { says: "unlinked"; server: ServerName; cable: CableState["state"] }
);

const maxShown = 3;

export class Notices {
  /** Oldest first. */
  shown = $state.raw<readonly Notice[]>([]);
  #count = 0;

  /** The number of notices so far. */
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
