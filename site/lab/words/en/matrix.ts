// English for who heard what.
import { matrix as panel } from "./tabs.ts";

export const matrix = {
  caption: "Delivery: who received each message",
  message: "message",
  ...panel,
  heard: (client: string, ms: string) => `${client} heard it after ${ms}`,
  delivered: (client: string, ms: string) =>
    `written to ${client} after ${ms}; ${client} has not confirmed it`,
  waiting: (client: string) => `${client}: not yet`,
  missing: (client: string, reason: string) => `${client} should have heard it but didn’t. ${reason}`,
  answered: (client: string, ms: string) => `${client} got an answer after ${ms}`,
  notForIt: (client: string) => `It was not sent to ${client}`,
  notInRoom: (client: string) => `${client} is not in the room`,
  notConnected: (client: string) => `${client} was not connected`,
  notKnown: "not known",
  notRecorded: (client: string) => `${client}: too much happened to record it all, so this isn’t known`,
  toRoom: (room: string) => `to ${room}`,
  show: (text: string) => `Trace ${text}`,
  earlier: (count: number) => (count === 1 ? "1 other is not listed" : `${count} others are not listed`),
  way: "Its path, as observed",
};
