// What the home page says next: a pure function of the lab's state and of what its picture has shown.
//
//   drawing ─ Send ─▶ silent ─ A's adapter ─▶ half ─ B's adapter ─▶ heard

import type { LinkName, ServerName } from "../../../servers/protocol.ts";
import { serverNames } from "../../../servers/protocol.ts";
import type { Phase } from "../live/phase.ts";

export type HomeState =
  /** Nothing is running. */
  | "drawing"
  /** The lab is open, and nothing was sent. */
  | "send"
  /** A message is on its way, or a switch is in progress. */
  | "watch"
  /** Nobody on the other server heard it, and neither server has an adapter. */
  | "silent"
  /** The same with an adapter on one server. */
  | "half-a"
  | "half-b"
  /** Everyone heard it. */
  | "heard"
  /** Nobody on the other server heard it although both have an adapter: something else is broken. */
  | "other";

export interface LastMessage {
  /** The servers' links when the message was sent. */
  links: Readonly<Record<ServerName, LinkName>>;
  /** Whether everyone heard it. */
  isHeard: boolean;
}

/** @param last the page's last message, once its picture has shown it; "not-shown" before that. */
export function homeStateOf(
  phase: Phase["is"],
  links: Readonly<Record<ServerName, LinkName>>,
  last: LastMessage | "not-shown" | undefined,
): HomeState {
  if (phase !== "live") return phase === "opening" ? "watch" : "drawing";
  if (last === undefined) return "send";
  if (last === "not-shown" || serverNames.some((name) => last.links[name] !== links[name])) return "watch";
  if (last.isHeard) return "heard";
  const joined = serverNames.filter((name) => links[name] !== "none");
  if (joined.length === 2) return "other";
  if (joined.length === 0) return "silent";
  return joined[0] === "a" ? "half-a" : "half-b";
}

/** The control to press next. */
export const nextControl: Record<HomeState, "send" | "a" | "b" | undefined> = {
  drawing: "send",
  send: "send",
  watch: undefined,
  silent: "a",
  "half-a": "b",
  "half-b": "a",
  heard: undefined,
  other: "send",
};
