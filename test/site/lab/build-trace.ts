// Hand-written traces: `seq` and `at` are filled in, so that a test only states what it's about.

import type { LinkName, Observation, ServerName, TraceEvent } from "../../../servers/protocol.ts";

/** Numbers observations from 1; each is one millisecond after the last unless `at` says otherwise. */
export function trace(observations: readonly (Observation & { at?: number })[]): TraceEvent[] {
  let at = 0;
  return observations.map((observation, index) => {
    at = observation.at ?? at + 1;
    return { ...observation, seq: index + 1, at };
  });
}

export const running = (server: ServerName): Observation => ({
  type: "server",
  server,
  state: "running",
  pid: 100,
});

export const connected = (client: string, server: ServerName): Observation => ({
  type: "connected",
  server,
  socket: `${client}-id`,
  client,
  transport: "websocket",
  recovered: false,
});

export const joined = (client: string, server: ServerName, room: string): Observation => ({
  type: "joined",
  server,
  socket: `${client}-id`,
  room,
});

export const link = (server: ServerName, name: LinkName): Observation => ({
  type: "link",
  server,
  link: name,
});

/** Two running servers, α on A and β on B, with these links. */
export const world = (a: LinkName, b: LinkName): Observation[] => [
  running("a"),
  running("b"),
  link("a", a),
  link("b", b),
  connected("α", "a"),
  connected("β", "b"),
];

const said = (client: string, server: ServerName, message: string) => ({
  message,
  server,
  socket: `${client}-id`,
  client,
  event: "message",
  text: '"hi"',
});

export const sent = (client: string, server: ServerName, message = "m1"): Observation => ({
  type: "sent",
  ...said(client, server, message),
  by: "client",
});

export const received = (client: string, server: ServerName, message = "m1", room?: string): Observation => ({
  type: "received",
  ...said(client, server, message),
  ...(room === undefined ? {} : { event: "room:message", room }),
  wantsAck: false,
});

export const delivered = (server: ServerName, clients: string[], message = "m1"): Observation => ({
  type: "delivered",
  message,
  server,
  sockets: clients.map((client) => `${client}-id`),
  event: "message",
  text: '"hi"',
});

export const heard = (client: string, server: ServerName, message = "m1"): Observation => ({
  type: "heard",
  ...said(client, server, message),
});

const payload = { kind: "text", text: '"hi"' } as const;

export const published = (server: ServerName, message = "m1"): Observation => ({
  type: "published",
  message,
  server,
  command: "PUBLISH",
  channel: "socket.io#/#",
  bytes: 60,
  payload,
});

export const accepted = (server: ServerName, receivers: number, message = "m1"): Observation => ({
  type: "accepted",
  message,
  server,
  receivers,
});

export const arrived = (server: ServerName, own: boolean, message = "m1"): Observation => ({
  type: "arrived",
  message,
  server,
  channel: "socket.io#/#",
  bytes: 60,
  payload,
  own,
});

/** The events of one message that crosses from α on A to β on B. */
export const crossing = (message = "m1"): Observation[] => [
  sent("α", "a", message),
  received("α", "a", message),
  published("a", message),
  delivered("a", ["α"], message),
  heard("α", "a", message),
  accepted("a", 2, message),
  arrived("a", true, message),
  arrived("b", false, message),
  delivered("b", ["β"], message),
  heard("β", "b", message),
];

/** The events of one message that A only delivers to its own clients. */
export const local = (message = "m1"): Observation[] => [
  sent("α", "a", message),
  received("α", "a", message),
  delivered("a", ["α"], message),
  heard("α", "a", message),
];
