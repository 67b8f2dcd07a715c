// Which clients a message should reach.
import { isBroadcast, type Message } from "./messages.ts";
import type { Client } from "./picture-state.ts";

/** The clients that should hear it: for a broadcast, everyone it's meant for on every server. */
export function audience(message: Message): Client[] {
  const clients = [...message.world.clients.values()];
  const isForAll = message.foreign ? message.room === undefined : message.event === "message";
  if (isForAll) return clients;
  if (!isBroadcast(message)) return [];
  return clients.filter(({ rooms }) => message.room !== undefined && rooms.includes(message.room));
}
