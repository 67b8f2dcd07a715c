// Everything a server process reports, as it appears in the trace: nothing is lost, and nothing is added.
import { expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { connected, type Given, open, received } from "./correlation.ts";

const payload = { kind: "text", text: "hi" } as const;
const published: Given = {
  type: "published",
  publication: "p1",
  cause: "c1",
  command: "SPUBLISH",
  channel: "ch",
  bytes: 9,
  payload,
  print: "P",
};
const forwarded: Given = { type: "forwarded", arrival: "r1", channel: "ch", bytes: 9, print: "P" };
const α = { server: "a", socket: "s1", client: "α" } as const;
const said = { ...α, event: "message", text: '"hi"' } as const;

test.each<[string, Given[], Observation[]]>([
  [
    "a line of a log",
    [{ type: "log", stream: "err", text: "oh" }],
    [{ type: "log", server: "a", stream: "err", text: "oh" }],
  ],
  ["a connection", [connected], [{ type: "connected", ...α, transport: "polling", recovered: true }]],
  [
    "a change of transport",
    [connected, { type: "upgraded", socket: "s1", transport: "websocket" }],
    [{ type: "upgraded", server: "a", socket: "s1", transport: "websocket" }],
  ],
  [
    "the end of a connection",
    [connected, { type: "disconnected", socket: "s1", reason: "ping timeout" }],
    [{ type: "disconnected", ...α, reason: "ping timeout" }],
  ],
  [
    "the end of a connection whose start nobody saw",
    [{ type: "disconnected", socket: "s9", reason: "ping timeout" }],
    [{ type: "disconnected", server: "a", socket: "s9", client: "", reason: "ping timeout" }],
  ],
  [
    "a room that is joined",
    [{ type: "joined", socket: "s1", room: "tea" }],
    [{ type: "joined", server: "a", socket: "s1", room: "tea" }],
  ],
  [
    "a room that is left",
    [{ type: "left", socket: "s1", room: "tea" }],
    [{ type: "left", server: "a", socket: "s1", room: "tea" }],
  ],
  [
    "an event",
    [connected, received],
    [
      { type: "sent", message: "m1", ...said, by: "wire" },
      { type: "received", message: "m1", ...said, wantsAck: true },
    ],
  ],
  [
    "an event, for a room, from a client that was not seen connecting",
    [{ ...received, room: "tea", wantsAck: false } as Given],
    [
      { type: "sent", message: "m1", ...said, client: "", by: "wire" },
      { type: "received", message: "m1", ...said, client: "", room: "tea", wantsAck: false },
    ],
  ],
  [
    "an event that the server has no handler for",
    [connected, { ...received, unhandled: true } as Given],
    [
      { type: "sent", message: "m1", ...said, by: "wire" },
      { type: "received", message: "m1", ...said, wantsAck: true, unhandled: true },
    ],
  ],
  [
    "a delivery",
    [received, { type: "delivered", cause: "c1", sockets: ["s2", "s3"], event: "message", text: '"hi"' }],
    [
      {
        type: "delivered",
        message: "m1",
        server: "a",
        sockets: ["s2", "s3"],
        event: "message",
        text: '"hi"',
      },
    ],
  ],
  [
    "an acknowledgement",
    [
      connected,
      received,
      { type: "acknowledged", cause: "c1", socket: "s1", text: "[]", answer: { sockets: ["s1"] } },
    ],
    [{ type: "acknowledged", message: "m1", ...α, text: "[]", sockets: ["s1"] }],
  ],
  [
    "an acknowledgement that doesn't come",
    [connected, received, { type: "unanswered", cause: "c1", socket: "s1", afterMs: 500 }],
    [{ type: "unanswered", message: "m1", ...α, afterMs: 500 }],
  ],
  [
    "a publication",
    [received, published],
    [
      {
        type: "published",
        message: "m1",
        server: "a",
        command: "SPUBLISH",
        channel: "ch",
        bytes: 9,
        payload,
      },
    ],
  ],
  [
    "Redis' answer",
    [received, published, { type: "accepted", publication: "p1", receivers: 2, error: null }],
    [{ type: "accepted", message: "m1", server: "a", receivers: 2 }],
  ],
  [
    "Redis' error",
    [
      received,
      published,
      { type: "accepted", publication: "p1", receivers: null, error: { code: "OOM", message: "OOM no" } },
    ],
    [{ type: "accepted", message: "m1", server: "a", receivers: null, error: "OOM no", code: "OOM" }],
  ],
  [
    "Redis' reply to something that was not seen",
    [{ type: "accepted", publication: "p9", receivers: 2, error: null }],
    [],
  ],
  [
    "a message passed on by Redis",
    [received, published, forwarded],
    [{ type: "forwarded", message: "m1", server: "a", channel: "ch", bytes: 9 }],
  ],
  [
    "a message that comes back to its publisher",
    [received, published, forwarded, { type: "arrived", arrival: "r1", channel: "ch", bytes: 9, payload }],
    [{ type: "arrived", message: "m1", server: "a", channel: "ch", bytes: 9, payload, own: true }],
  ],
  [
    "a message from outside",
    [forwarded, { type: "arrived", arrival: "r1", channel: "ch", bytes: 9, payload }],
    [{ type: "arrived", message: "m1", server: "a", channel: "ch", bytes: 9, payload, own: false }],
  ],
  [
    "a message that arrives without having been seen in passing",
    [{ type: "arrived", arrival: "r9", channel: "ch", bytes: 9, payload }],
    [{ type: "arrived", message: "m1", server: "a", channel: "ch", bytes: 9, payload, own: false }],
  ],
  [
    "a publication that the cable lost",
    [received, published, { type: "dropped", passing: "p1", towards: "redis", state: "reset" }],
    [{ type: "dropped", message: "m1", server: "a", towards: "redis", state: "reset" }],
  ],
  [
    "a message the cable lost on its way back",
    [received, published, forwarded, { type: "dropped", passing: "r1", towards: "server", state: "close" }],
    [{ type: "dropped", message: "m1", server: "a", towards: "server", state: "close" }],
  ],
  [
    "an unknown message the cable lost",
    [{ type: "dropped", passing: "x", towards: "redis", state: "reset" }],
    [],
  ],
  [
    "a subscription",
    [{ type: "subscribed", text: "SUBSCRIBE ch", name: "SUBSCRIBE", channel: "ch", askedAt: 1 }],
    [{ type: "command", server: "a", text: "SUBSCRIBE ch", reply: "OK", name: "SUBSCRIBE", channel: "ch" }],
  ],
  [
    "a command",
    [{ type: "command", text: "AUTH", reply: "no", name: "AUTH", code: "WRONGPASS" }],
    [{ type: "command", server: "a", text: "AUTH", reply: "no", name: "AUTH", code: "WRONGPASS" }],
  ],
  ["a gap", [{ type: "skipped", count: 7 }], [{ type: "skipped", server: "a", count: 7 }]],
])("%s is reported as it was seen", (_, raws, observations) => {
  const { take } = open();
  const last = raws.map((raw) => take(raw)).at(-1) ?? [];
  expect(last.map(({ observation }) => observation)).toStrictEqual(observations);
  expect(last.every(({ t }) => t === raws.length)).toBe(true);
});
