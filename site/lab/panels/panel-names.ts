// The panels below the picture, in tab order. Has no imports, so that lessons can be checked against it.

export const panelNames = ["matrix", "terminals", "logs", "pools", "wire", "redis", "log"] as const;
export type PanelName = (typeof panelNames)[number];

/** The panels of a lesson that names none. */
export const usualPanels: readonly PanelName[] = ["matrix", "terminals", "logs", "log"];
