// Which panel of the page is open. It's kept over a reload and in the next lesson.

import { load, save } from "../../storage.ts";
import { type PanelName, panelNames } from "./panel-names.ts";

const isPanel = (value: unknown): value is PanelName => panelNames.some((name) => name === value);

class OpenPanel {
  /** The one that was chosen last; a lesson may not have it. Undefined before any was. */
  chosen = $state<PanelName | undefined>();

  load(): void {
    this.chosen ??= load("panel", isPanel);
  }

  choose(name: PanelName): void {
    this.chosen = name;
    save("panel", name);
  }

  /** The one that is open among these; `usual` before any was chosen. */
  among(panels: readonly PanelName[], usual: PanelName = "terminals"): PanelName {
    const preferred = [this.chosen, usual].find((name) => name && panels.includes(name));
    return preferred ?? panels[0] ?? "log";
  }
}

export const openPanel = new OpenPanel();
