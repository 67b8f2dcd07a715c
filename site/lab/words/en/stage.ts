// English for the picture before anything is sent: its caption, and the fields to send from.
import type { LinkName, ServerName } from "../../../../servers/protocol.ts";
import { common } from "./common.ts";
import { list, type Places, placed, upper } from "./format.ts";

export const stage = {
  label: "The lab: clients, servers and Redis",
  idle: (client: string) =>
    `Nothing has been sent yet. Send something from ${client} and watch who hears it.`,
  apart: (on: Places) =>
    `${placed(on)}. Nothing connects the two servers: a broadcast on one never reaches the other’s clients.`,
  joined: (on: Places) =>
    `${placed(on)}. Both have an adapter over Redis: a broadcast on one reaches the other’s clients too.`,
  bridged: (on: Places) => `${placed(on)}. Both publish and subscribe by hand, without an adapter.`,
  unlike: (on: Places) => `${placed(on)}. Their links don’t understand each other.`,
  keysDiffer: (on: Places) =>
    `${placed(on)}. Their adapters have different keys, so they use different channels.`,
  linked: (on: Places, linked: ServerName) =>
    `${placed(on)}. Only ${upper(linked)} has a link: a broadcast on one never reaches the other’s clients.`,
  places: (on: Places): string => (on.length ? `${placed(on)}.` : ""),
  unconnected: (on: Places) => `Nothing is connected yet. Once it is: ${placed(on)}.`,
  outOfReach: "The lab can’t be reached. This is its last known state.",
  linkOf: (server: ServerName, link: LinkName): string =>
    link === "none"
      ? `${upper(server)}: no adapter.`
      : `${upper(server)}: ${common.adapter.label(link).toLowerCase()} ${common.adapter.links[link]}.`,
  keptOut: (client: string, reason: string) => `${client} can’t get in: ${reason}.`,
  rooms: (rooms: readonly string[]) =>
    rooms.length > 1 ? `${rooms[0]} +${rooms.length - 1}` : (rooms[0] ?? ""),
  inRooms: (client: string, rooms: readonly string[]) => `${client} is in ${list(rooms)}`,
  hidden: "One thing in this lab is broken. What would give it away is hidden.",
  alone: (on: Places) => `${placed(on)}. Each client is connected to the server, and to no other client.`,
  nothing: "heard nothing",
  receivers: (count: number) => (count === 1 ? "1 receiver" : `${count} receivers`),
};

export const send = {
  label: (client: string) => `What ${client} says`,
  button: "Send",
  buttonFor: (client: string) => `Send from ${client}`,
  placeholder: "hi",
};
