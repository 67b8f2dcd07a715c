// English for the picture: its caption, its playback, why a client heard nothing, and the fields to send.
import type { LinkName, ServerName } from "../../../../servers/protocol.ts";
import type { Open, Reason } from "../../derive/reasons.ts";
import { milliseconds } from "../milliseconds.ts";
import { common } from "./common.ts";
import { briefly, list, type Places, placed, upper } from "./format.ts";

export const stage = {
  stage: {
    label: "The lab: clients, servers and Redis",
    idle: (client: string) =>
      `Nothing has been sent yet. Send something from ${client} and watch who hears it.`,
    apart: (on: Places) =>
      `${placed(on)}. Nothing connects the two servers: a broadcast on one never reaches the other’s clients.`,
    joined: (on: Places) =>
      `${placed(on)}. Both have an adapter over Redis: a broadcast on one reaches the other’s clients too.`,
    bridged: (on: Places) => `${placed(on)}. Both publish and subscribe by hand, without an adapter.`,
    unlike: (on: Places) => `${placed(on)}. They use different links, which don’t understand each other.`,
    linked: (on: Places, linked: ServerName) =>
      `${placed(on)}. Only ${upper(linked)} is linked to Redis, so a broadcast on one doesn’t reach the other’s clients.`,
    places: (on: Places): string => (on.length ? `${placed(on)}.` : ""),
    unconnected: (on: Places) => `Nothing is connected yet. Once it is: ${placed(on)}.`,
    outOfReach: "The lab can’t be reached. This is its last known state.",
    linkOf: (server: ServerName, link: LinkName): string =>
      link === "none"
        ? `${upper(server)}: no adapter.`
        : `${upper(server)}: ${common.adapter.label(link).toLowerCase()} ${common.adapter.links[link]}.`,
    keptOut: (client: string, reason: string) => `${client} can’t get in: ${reason}.`,
    /** A message that no client sent. */
    published: (text: string) => `Somebody published ${text} to Redis.`,
    youPublished: (text: string) => `You published ${text} to Redis from the console.`,
    publisher: { you: "you", somebody: "somebody" },
    waitedHere: (ms: string) => `waited ${ms}`,
    waitsHere: "waits here",
    rooms: (rooms: readonly string[]) =>
      rooms.length > 1 ? `${rooms[0]} +${rooms.length - 1}` : (rooms[0] ?? ""),
    inRooms: (client: string, rooms: readonly string[]) => `${client} is in ${list(rooms)}`,
    hidden:
      "One thing in this lab is broken. Anything that would give it away is hidden; the rest is shown as it is.",
    alone: (on: Places) =>
      `${placed(on)}. Each client has one connection, to the server, and none to the other clients.`,
    said: (client: string, text: string) => `${client} said ${text}.`,
    saidTo: (client: string, text: string, room: string) => `${client} said ${text} to ${room}.`,
    emitted: (client: string, event: string, text: string) =>
      `${client} emitted ${event}${text ? ` ${text}` : ""}.`,
    heard: (clients: readonly string[]) => `${list(clients)} heard it.`,
    nobody: "Nobody heard it.",
    silent: (clients: readonly string[], reason: string) => `${list(clients)} heard nothing: ${reason}`,
    waiting: (clients: readonly string[]) => `Waiting for ${list(clients)} …`,
    notYet: ({ why, server }: Open): string =>
      why === "not-taken"
        ? `Server ${upper(server)} hasn’t received it yet.`
        : `Server ${upper(server)} hasn’t written it to Redis yet.`,
    waited: (server: ServerName, ms: string) =>
      `Server ${upper(server)} held it for ${ms} before it could write it to Redis.`,
    noHandler: (server: ServerName) => `Server ${upper(server)} received it and sent it to nobody.`,
    unhandled: (server: ServerName, event: string) =>
      `Server ${upper(server)} has no handler for ${event}, so nothing happens.`,
    answered: (client: string) => `${client} got an answer.`,
    unanswered: (client: string, ms: string) => `${client} asked for an answer and got none within ${ms}.`,
    nothing: "heard nothing",
    receivers: (count: number) => (count === 1 ? "1 receiver" : `${count} receivers`),
    own: "its own: ignored",
    many: (client: string, count: number) =>
      `${client} sent ${count} messages at once; the picture shows one.`,
    kinds: {
      event: "event",
      ack: "acknowledgement",
      publish: "PUBLISH",
      channel: "message from the channel",
      error: "error",
      silent: "expected, not received",
    },
    replay: "Replay",
    pause: "Pause",
    play: "Play",
    back: "One step back",
    forward: "One step forward",
    step: (step: number, steps: number) => `Step ${step} of ${steps}`,
    scrub: "Position in the message’s path",
    speed: "Speed",
    live: "Live",
    replaying: "Replay",
    toLive: "Back to live",
  },

  why: (reason: Reason, redisShown: boolean): string => {
    switch (reason.why) {
      case "sender-unlinked":
        return redisShown
          ? `${upper(reason.other)} was never told. ${upper(reason.server)}’s adapter is off.`
          : `${upper(reason.other)} was never told. Nothing connects ${upper(reason.server)} and ${upper(reason.other)}.`;
      case "not-carried":
        return `${upper(reason.other)} was never told. ${upper(reason.server)}’s bridge only carries message.`;
      case "receiver-unlinked":
        return `${upper(reason.server)} is not subscribed. ${upper(reason.server)}’s adapter is off.`;
      case "late":
        return `${upper(reason.server)} subscribed too late, by ${milliseconds(reason.ms)}. Pub/Sub keeps nothing.`;
      case "cable":
        return `${upper(reason.server)}’s cable to Redis ${common.cableWas[reason.state]}.`;
      case "redis-down":
        return "Redis was down.";
      case "server-down":
        return `Server ${upper(reason.server)} was down.`;
      case "sender-left":
        return `${reason.client}’s connection ended before server ${upper(reason.server)} received it.`;
      case "not-taken":
        return `Server ${upper(reason.server)} hasn’t received it.`;
      case "not-published":
        return `Server ${upper(reason.server)} hasn’t written it to Redis.`;
      case "links-differ":
        return "The two servers use different links, which don’t understand each other.";
      case "left":
        return "It had disconnected by then.";
      case "refused":
        return `Redis refused the PUBLISH: ${briefly(reason.text)}.`;
      case "unknown":
        return `Server ${upper(reason.server)} didn’t deliver it. The trace doesn’t say why.`;
      case "hidden":
        return "Why? That’s for you to find out.";
    }
  },

  send: {
    label: (client: string) => `What ${client} says`,
    button: "Send",
    buttonFor: (client: string) => `Send from ${client}`,
    placeholder: "hi",
  },
};
