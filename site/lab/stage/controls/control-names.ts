// What can be changed in the picture, and what is open. Early lessons open only what they need.

import type { ServerName } from "../../../../servers/protocol.ts";

export const controlNames = ["links", "kill", "cables", "clients", "balancer"] as const;
export type ControlName = (typeof controlNames)[number];

/** Something in the picture whose controls open where it is. */
export type ControlTarget =
  | { is: "server"; server: ServerName }
  | { is: "cable"; server: ServerName }
  | { is: "redis" }
  /** By what the picture calls it. */
  | { is: "client"; label: string }
  /** All clients of a server, where the picture has no room for each. */
  | { is: "clients"; server: ServerName };

/** Opens the controls of a thing next to an element. */
export type Open = (thing: ControlTarget, anchor: Element) => void;

/** Whether a lesson allows opening this. */
export function canOpen(thing: ControlTarget["is"], controls: readonly ControlName[]): boolean {
  switch (thing) {
    case "server":
      return controls.includes("links") || controls.includes("kill");
    case "cable":
      return controls.includes("cables");
    case "redis":
      return controls.length > 0;
    case "client":
    case "clients":
      return controls.includes("clients");
  }
}
