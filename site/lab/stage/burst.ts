// Many messages at once: those that do the same are drawn as one.

import { isBroadcast, type Message } from "../derive/messages.ts";

/** The messages grouped by sender and event, in the order in which each group began. */
export function groupsOf(messages: readonly Message[]): Message[][] {
  const groups = new Map<string, Message[]>();
  for (const message of messages) {
    const kind = `${message.socket} ${message.event} ${isBroadcast(message)}`;
    const group = groups.get(kind);
    if (group) group.push(message);
    else groups.set(kind, [message]);
  }
  return [...groups.values()];
}
