// Trace → messages: who sent each, who ought to hear it, and every hop that was seen.
//
//   trace ──derive()──▶ Derived { picture, pools, messages, notable, logs, passed }
//
// It goes forward batch by batch, so a burst of a thousand messages costs what it adds, not what there was before.

import type { ServerName, Traced, TraceEvent } from "../../../servers/protocol.ts";
import { newPools, nextPools, type Pools, poolsOf } from "./pools.ts";
import { type Client, newPicture, nextPicture, type Picture } from "./state.ts";
import { isPassed, keepPassed, type Passed } from "./wire.ts";

type Trail = Extract<TraceEvent, { message: string }>;

export interface Message {
  id: string;
  server: ServerName;
  /** The sender's label at that time. */
  client: string;
  socket: string;
  event: string;
  text: string;
  room?: string;
  /** Lab milliseconds at which it was first seen. */
  at: number;
  /** The lab at the moment when the server took the message; before that, when it was sent. */
  world: Picture;
  /** Whether a server's handler took it. */
  received: boolean;
  /** Everything observed about it, in order. */
  trail: readonly Trail[];
}

type Notable = Exclude<TraceEvent, Trail | Traced<"log" | "command" | "routed">>;

export interface Derived {
  /** The last event that was taken in. */
  seq: number;
  at: number;
  picture: Picture;
  pools: Pools;
  /** The latest ones by id, oldest first. */
  messages: ReadonlyMap<string, Message>;
  /** How many messages there have been, the forgotten ones too. */
  total: number;
  notable: readonly Notable[];
  logs: readonly Traced<"log">[];
  /** What passed the cables and the balancer. */
  passed: readonly Passed[];
}

const maxMessages = 200;
const maxNotable = 300;
const maxLogs = 500;

export function nothingYet(picture: Picture = newPicture): Derived {
  const pools = picture === newPicture ? newPools : poolsOf(picture);
  return { seq: 0, at: 0, picture, pools, messages: new Map(), total: 0, notable: [], logs: [], passed: [] };
}

/** What is known after these events too. Events that were taken in before are passed over. */
export function derive(before: Derived, events: readonly TraceEvent[]): Derived {
  const fresh = events.filter(({ seq }) => seq > before.seq);
  const last = fresh.at(-1);
  if (!last) return before;

  let { picture, pools, total } = before;
  const messages = new Map(before.messages);
  const grown = new Map<string, Trail[]>();
  const notable: Notable[] = [];
  const logs: Traced<"log">[] = [];
  const passed: Passed[] = [];

  for (const event of fresh) {
    picture = nextPicture(picture, event);
    pools = nextPools(pools, event, picture);
    if (isPassed(event)) passed.push(event);
    if (event.type === "log") logs.push(event);
    else if ("message" in event) {
      const known = messages.get(event.message);
      const message = known ? told(known, event, picture) : opened(event, picture);
      if (!message) continue;
      if (!known) total += 1;
      let trail = grown.get(event.message);
      if (!trail) {
        trail = known ? [...known.trail] : [];
        grown.set(event.message, trail);
      }
      trail.push(event);
      // One trail array a batch: it is new in this batch, so nobody has seen it shorter.
      messages.set(event.message, message.trail === trail ? message : { ...message, trail });
    } else if (event.type !== "command" && event.type !== "routed") notable.push(event);
  }

  for (const id of messages.keys()) {
    if (messages.size <= maxMessages) break;
    messages.delete(id);
  }
  return {
    seq: last.seq,
    at: Math.max(before.at, last.at),
    picture,
    pools,
    messages,
    total,
    notable: notable.length ? [...before.notable, ...notable].slice(-maxNotable) : before.notable,
    logs: logs.length ? [...before.logs, ...logs].slice(-maxLogs) : before.logs,
    passed: keepPassed(before.passed, passed),
  };
}

/** A message starts with `sent` or, from a client that reports nothing, with `received`. Its tail alone is not one. */
function opened(event: Trail, world: Picture): Message | undefined {
  if (event.type !== "sent" && event.type !== "received") return undefined;
  const { message, server, socket, text } = event;
  return {
    id: message,
    server,
    client: world.clients.get(socket)?.label ?? (event.client || socket.slice(0, 4)),
    socket,
    event: event.event,
    text,
    ...(event.type === "received" && event.room !== undefined ? { room: event.room } : {}),
    at: event.at,
    world,
    received: event.type === "received",
    trail: [],
  };
}

function told(message: Message, event: Trail, world: Picture): Message {
  if (event.type !== "received") return message;
  return { ...message, world, received: true, ...(event.room === undefined ? {} : { room: event.room }) };
}

/** Those who ought to hear it: the whole point of a broadcast, whatever server they are on. */
export function audience(message: Message): Client[] {
  const clients = [...message.world.clients.values()];
  if (message.event === "message") return clients;
  if (message.event !== "room:message") return [];
  return clients.filter(({ rooms }) => message.room !== undefined && rooms.includes(message.room));
}

/** Whether it is one of the two events that servers broadcast. */
export function isBroadcast(message: Message): boolean {
  return message.event === "message" || message.event === "room:message";
}
