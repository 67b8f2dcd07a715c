// Loads each panel when it is first opened, so that a page only costs what is used.
import type { Component } from "svelte";
import type { ServerName } from "../../../servers/protocol.ts";
import { type PartName, withParts } from "../context.ts";
import type { BaseWords } from "../words/en/words.ts";
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
  matrix: () => import("./matrix/MatrixPanel.svelte"),
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

/** The words that each needs besides the base. */
const parts: Record<PanelName, readonly PartName[]> = {
  matrix: [],
  terminals: ["terminal"],
  logs: ["terminal"],
  pools: ["panels"],
  wire: ["wire"],
  redis: ["terminal"],
  log: ["panels", "story"],
};

/** A panel, and the base words with its own. Rejects if its code can't be fetched. */
export async function loadPanel(name: PanelName, base: BaseWords) {
  const [{ default: Panel }, words] = await Promise.all([panels[name](), withParts(base, parts[name])]);
  return { Panel, words };
}
