// How the picture fits its frame: close together or with room, enlarged or not. CSS sets the frame's size, so nothing
// jumps when a page becomes live.

import type { ServerName } from "../../../../servers/protocol.ts";
import { heightOf, type Layout, layout, widthFor } from "../geometry/layout.ts";
import type { StageClient } from "../stage-types.ts";

interface Shown {
  show: readonly (ServerName | "redis")[];
  clients: readonly StageClient[];
  /** Whether each server has a place for a new client. */
  canAdd: boolean;
}

/** Before the page can be measured, the picture is drawn for this width and scaled to fit. */
const drawnWidth = 560;
const minWidth = 300;

export class Fit {
  /** Of the frame, in pixels; 0 before it's measured. */
  width = $state(0);
  height = $state(0);
  #shown: () => Shown;

  constructor(shown: () => Shown) {
    this.#shown = shown;
  }

  /** How high the picture is, with room and close together. */
  readonly heights = $derived.by(() => {
    const { show, clients } = this.#shown();
    return { roomy: heightOf(show, clients, "roomy"), dense: heightOf(show, clients, "dense") };
  });
  readonly density = $derived(this.height > 0 && this.height < this.heights.roomy - 1 ? "dense" : "roomy");
  /** As high as the frame, if everyone fits into its width; undefined before it's measured. */
  readonly scale = $derived.by(() => {
    if (this.height === 0 || this.width === 0) return undefined;
    const { clients, canAdd } = this.#shown();
    const byHeight = this.height / this.heights[this.density];
    const byWidth =
      byHeight > 1 ? Math.max(1, this.width / widthFor(clients, canAdd)) : this.width / minWidth;
    return Math.min(byHeight, byWidth);
  });
  readonly at: Layout = $derived.by(() => {
    const { show, clients, canAdd } = this.#shown();
    const width = this.scale === undefined ? drawnWidth : this.width / this.scale;
    return layout(width, show, clients, canAdd, this.density);
  });
}
