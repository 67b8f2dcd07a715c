// Loads each panel when it is first opened, so that a page only costs what is used.
import type { Component } from "svelte";
import type { ServerName } from "../../../servers/protocol.ts";
import type { PanelName } from "./panel-names.ts";

export interface PanelProps {
  /** The servers shown in the picture. */
  servers: readonly ServerName[];
  places: readonly { name: string; server: ServerName }[];
  redisShown: boolean;
  /** The message chosen in a panel; the picture plays it. */
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

/** Rejects if its code can't be fetched. */
export const loadPanel = async (name: PanelName): Promise<Component<PanelProps>> =>
  (await panels[name]()).default;
