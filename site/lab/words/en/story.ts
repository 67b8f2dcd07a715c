// English for a message on its path: the caption, its playback, and why a client heard nothing.
import type { ServerName } from "../../../../servers/protocol.ts";
import { visible } from "../../../visible-text.ts";
import type { Open, Reason } from "../../derive/reasons.ts";
import { milliseconds } from "../milliseconds.ts";
import { common } from "./common.ts";
import { list, shortError, upper } from "./format.ts";
import { stage as standing } from "./stage.ts";

export const stage = {
  ...standing,
  /** A message that no client sent. */
  published: (text: string) => `Somebody published ${text} to Redis.`,
  youPublished: (text: string) => `You published ${text} to Redis from the console.`,
  publisher: { you: "you", somebody: "somebody" },
  waitedHere: (ms: string) => `waited ${ms}`,
  waitsHere: "waits here",
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
  own: "its own: ignored",
  many: (client: string, count: number) => `${client} sent ${count} messages at once; the picture shows one.`,
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
};

export const why = (reason: Reason, redisShown: boolean): string => {
  switch (reason.why) {
    case "unhandled":
      return `Server ${upper(reason.server)} has no handler for ${visible(reason.event)}.`;
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
    case "keys-differ":
      return "The two adapters have different keys, so they use different channels.";
    case "left":
      return "It had disconnected by then.";
    case "refused":
      return `Redis refused the PUBLISH: ${shortError(reason.text)}.`;
    case "unknown":
      return `Server ${upper(reason.server)} didn’t deliver it. The trace doesn’t say why.`;
    case "hidden":
      return "Why? That’s for you to find out.";
  }
};
