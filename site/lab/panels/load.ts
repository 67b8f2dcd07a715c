// How each panel is loaded: when it is first opened, so that a page costs no more than what is looked at.
import type { Component } from "svelte";
import type { ServerName } from "../../../servers/protocol.ts";
import type { PanelName } from "./names.ts";

export interface PanelProps {
  /** The servers that stand in the picture. */
  servers: readonly ServerName[];
  places: readonly { name: string; server: ServerName }[];
  redisShown: boolean;
  /** The message that was chosen in a panel; the picture plays it. */
  selected: string | undefined;
  onselect: (message: string) => void;
}

const panels: Record<PanelName, () => Promise<{ default: Component<PanelProps> }>> = {
  matrix: () => import("./matrix/Matrix.svelte"),
  terminals: () => import("./terminal/Terminals.svelte"),
  logs: () => import("./terminal/ServerLog.svelte"),
  pools: () => import("./pools/Pools.svelte"),
  wire: () => import("./wire/Wire.svelte"),
  // It needs none of the props.
  redis: async () => ({
    default: (await import("./terminal/RedisConsole.svelte")).default as Component<object>,
  }),
  log: () => import("./Log.svelte"),
};

/** Rejects when its code cannot be fetched. */
export const loadPanel = async (name: PanelName): Promise<Component<PanelProps>> =>
  (await panels[name]()).default;
