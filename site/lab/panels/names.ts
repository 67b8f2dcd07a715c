// The panels below the picture, in the order of their tabs. Without imports, so that lessons can be checked against it.

export const panelNames = ["matrix", "terminals", "logs", "pools", "wire", "redis", "log"] as const;
export type PanelName = (typeof panelNames)[number];

/** What a lesson shows that does not say. */
export const usualPanels: readonly PanelName[] = ["matrix", "terminals", "logs", "log"];
