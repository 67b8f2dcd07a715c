// The schema of one event of a recorded trace. A new type of event needs a line here: the compiler says so.

import * as z from "zod/mini";
import { cableStates, linkNames, serverNames, type TraceEvent } from "../../../servers/protocol.ts";

const text = z.string();
const flag = z.boolean();
const count = z.int().check(z.nonnegative());
const server = z.enum(serverNames);
const cable = z.enum(cableStates);
const maybe = z.exactOptional;
const one = <Words extends string>(...words: Words[]) => z.enum(words as [Words, ...Words[]]);

const payload = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: one("broadcast"),
    uid: text,
    event: text,
    text,
    rooms: z.array(text),
    except: z.array(text),
    flags: z.array(text),
  }),
  z.strictObject({ kind: one("request", "response"), name: text, text }),
  z.strictObject({ kind: one("text", "binary"), text }),
]);

const socket = { server, socket: text };
const client = { ...socket, client: text };
const message = { message: text };
const said = { event: text, text };
const passed = { ...message, server, channel: text, bytes: count };

const shapes = {
  server: {
    server,
    state: one("starting", "running", "stopped", "crashed"),
    pid: z.nullable(z.int()),
    reason: maybe(text),
  },
  link: { server, link: z.enum(linkNames) },
  cable: { server, state: cable, delayMs: z.number() },
  balancer: { sticky: flag },
  redis: { up: flag },
  log: { server, stream: one("out", "err"), text },
  silence: { server, isSilent: flag },
  connected: { ...client, transport: text, recovered: flag },
  upgraded: { ...socket, transport: text },
  disconnected: { ...client, reason: text },
  joined: { ...socket, room: text },
  left: { ...socket, room: text },
  listens: { server, event: text, params: z.array(text) },
  sent: { ...message, ...client, ...said, by: one("client", "wire") },
  untaken: { ...message, ...client, why: one("server-down", "disconnected", "unrecorded") },
  received: {
    ...message,
    ...client,
    ...said,
    room: maybe(text),
    wantsAck: flag,
    unhandled: maybe(z.literal(true)),
  },
  published: { ...passed, command: one("PUBLISH", "SPUBLISH", "XADD"), payload },
  accepted: { ...message, server, receivers: z.nullable(count), error: maybe(text), code: maybe(text) },
  forwarded: passed,
  arrived: { ...passed, payload, own: flag },
  dropped: { ...message, server, towards: one("redis", "server"), state: cable },
  delivered: { ...message, server, sockets: z.array(text), ...said },
  heard: { ...message, ...client, ...said },
  acknowledged: {
    ...message,
    ...client,
    text,
    sockets: maybe(z.array(text)),
    count: maybe(count),
    error: maybe(z.strictObject({ code: text, message: text })),
  },
  unanswered: { ...message, ...client, afterMs: z.number() },
  routed: { server, method: text, session: z.nullable(text), status: z.nullable(z.int()) },
  command: { server, text, reply: text, name: maybe(text), channel: maybe(text), code: maybe(text) },
  skipped: { server, count },
  // No recording runs code of a learner's own, or an app.
} satisfies Record<Exclude<TraceEvent["type"], "code" | "app" | "fault">, z.core.$ZodShape>;

const at = z.number().check(z.nonnegative());
const events = Object.entries(shapes).map(([type, shape]) =>
  z.strictObject({ seq: count, at, type: z.literal(type), ...(shape as z.core.$ZodShape) }),
);

export const event = z.discriminatedUnion("type", events as [(typeof events)[number]]);
