// What of the lab can be changed in the picture. Early lessons open only what they need.

export const controlNames = ["links", "kill", "cables", "clients", "balancer"] as const;
export type ControlName = (typeof controlNames)[number];
