// Trace → messages: who sent each, which clients should hear it, and every observed hop.
//
//   trace ──derive()──▶ Derived { picture, pools, messages, notable, logs, wireEvents }
//
// It proceeds batch by batch: the cost of a burst depends on its own size, not on the length of the trace.

import type { ServerName, Traced, TraceEvent } from "../../../servers/protocol.ts";
import { isPartial, newPicture, nextPicture, type PictureState } from "./picture-state.ts";
import { newPools, nextPools, type Pools, poolsOf } from "./pools.ts";
import { appendWireEvents, isWireEvent } from "./wire-events.ts";
import type { WireEvent } from "./wire-rows.ts";

type Trail = Extract<TraceEvent, { message: string }>;

export interface Message {
  id: string;
  /** No client sent it: it was published to Redis, from the console or by another program. */
  foreign: boolean;
  /** It's foreign, and this page's own console published it. */
  mine?: true;
  /** The sender's; for a foreign message, the first that got it. */
  server: ServerName;
  /** The sender's label at that time; "Redis" when it is foreign. */
  client: string;
  socket: string;
  event: string;
  text: string;
  room?: string;
  /** Lab milliseconds at which it was first seen. */
  at: number;
  /** The lab when the server received the message; before that, when it was sent. */
  world: PictureState;
  /** Whether a server took it. */
  received: boolean;
  /** The server that took it has no handler for its event. */
  unhandled?: true;
  /** When it did. */
  takenAt?: number;
  /** Why no server will be seen to receive it. */
  untaken?: Traced<"untaken">["why"] | "concealed";
  /** Everything observed about it, in order. */
  trail: readonly Trail[];
}

/** `label`: what the picture called that socket's client when it happened. */
type Notable = Exclude<TraceEvent, Trail | Traced<"log" | "command" | "routed">> & { label?: string };

export interface Derived {
  /** The last event that was processed. */
  seq: number;
  at: number;
  picture: PictureState;
  pools: Pools;
  /** The latest ones by id, oldest first. */
  messages: ReadonlyMap<string, Message>;
  /** How many messages there have been, including the forgotten ones. */
  total: number;
  notable: readonly Notable[];
  logs: readonly Traced<"log">[];
  /** Traffic on the cables and through the balancer. */
  wireEvents: readonly WireEvent[];
  /** The highest message number so far; numbers only grow. */
  newest: number;
}

const maxMessages = 200;
const maxNotable = 300;
const maxLogs = 500;

export function emptyDerived(picture: PictureState = newPicture): Derived {
  const pools = picture === newPicture ? newPools : poolsOf(picture);
  const none = { messages: new Map(), total: 0, newest: 0, notable: [], logs: [], wireEvents: [] };
  return { seq: 0, at: 0, picture, pools, ...none };
}

/** The state after these events as well. Events that were already processed are skipped. */
export function derive(before: Derived, events: readonly TraceEvent[]): Derived {
  const fresh = events.filter(({ seq }) => seq > before.seq);
  const last = fresh.at(-1);
  if (!last) return before;

  let { picture, pools, total, newest } = before;
  // If the trace starts in the middle, a tail may come first. Which message it belongs to isn't known.
  const isWhole = before.seq > 0 || fresh[0]?.seq === 1;
  const messages = new Map(before.messages);
  const grown = new Map<string, Trail[]>();
  const notable: Notable[] = [];
  const logs: Traced<"log">[] = [];
  const wireEvents: WireEvent[] = [];

  for (const event of fresh) {
    const before = picture;
    picture = nextPicture(picture, event);
    pools = nextPools(pools, event, picture);
    if (isWireEvent(event)) wireEvents.push(event);
    if (event.type === "log") logs.push(event);
    else if ("message" in event) {
      const known = messages.get(event.message);
      const number = Number(event.message.slice(1));
      const isNew = isWhole && number > newest;
      newest = Math.max(newest, number || 0);
      const message = known ? withEvent(known, event, picture) : opened(event, picture, isNew);
      if (!message) continue;
      if (!known) total += 1;
      let trail = grown.get(event.message);
      if (!trail) {
        trail = known ? [...known.trail] : [];
        grown.set(event.message, trail);
      }
      trail.push(event);
      // A new trail array for each batch, so an array that somebody holds never changes.
      messages.set(event.message, message.trail === trail ? message : { ...message, trail });
    } else if (event.type !== "command" && event.type !== "routed")
      notable.push(named(event, picture, before));
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
    wireEvents: appendWireEvents(before.wireEvents, wireEvents),
    newest,
  };
}

/** Adds the client's label; a client that has left keeps the one it had. */
function named(event: Notable, picture: PictureState, before: PictureState): Notable {
  if (!("socket" in event)) return event;
  const { label } = picture.clients.get(event.socket) ?? before.clients.get(event.socket) ?? {};
  return label === undefined ? event : { ...event, label };
}

/**
 * A message starts with `sent`; from a client that doesn't report, with `received`; from the Redis console or another
 * program, when Redis passes it to the first server. Later events alone don't start one.
 */
function opened(event: Trail, world: PictureState, isNew: boolean): Message | undefined {
  const { message: id, server, at } = event;
  if (event.type === "forwarded") {
    // Adapters also talk to each other, on other channels.
    if (!isNew || !/^(message$|socket\.io#)/.test(event.channel)) return undefined;
    // In a flood it may be a server's own message whose beginning wasn't recorded.
    if (isPartial(world, at)) return undefined;
    const said = { client: "Redis", socket: "", event: "message", text: "" };
    return { id, foreign: true, server, ...said, at, takenAt: at, world, received: true, trail: [] };
  }
  if (event.type !== "sent" && event.type !== "received") return undefined;
  const { socket, text } = event;
  return {
    id,
    foreign: false,
    server,
    client: world.clients.get(socket)?.label ?? (event.client || socket.slice(0, 4)),
    socket,
    event: event.event,
    text,
    ...(event.type === "received" && event.room !== undefined ? { room: event.room } : {}),
    at,
    world,
    received: event.type === "received",
    ...(event.type === "received" ? { takenAt: at, ...unhandledIn(event) } : {}),
    trail: [],
  };
}

function withEvent(message: Message, event: Trail, world: PictureState): Message {
  if (message.foreign) return read(message, event);
  if (event.type === "untaken") return { ...message, untaken: event.why };
  if (event.type !== "received") return message;
  const room = event.room === undefined ? {} : { room: event.room };
  return { ...message, world, received: true, takenAt: event.at, ...room, ...unhandledIn(event) };
}

const unhandledIn = ({ unhandled }: Traced<"received">): Pick<Message, "unhandled"> =>
  unhandled ? { unhandled } : {};

/** The content of a foreign message is known once a server has read it. */
function read(message: Message, event: Trail): Message {
  if (message.text !== "" || (event.type !== "arrived" && event.type !== "delivered")) return message;
  if (event.type === "delivered") return { ...message, event: event.event, text: event.text };
  const { payload } = event;
  if (payload.kind !== "broadcast") return { ...message, text: payload.text };
  const [room] = payload.rooms;
  return { ...message, event: payload.event, text: payload.text, ...(room === undefined ? {} : { room }) };
}

/** Whether it has a row in the matrix: everything except what the page sends for itself without asking for an answer. */
export function isListed(message: Message): boolean {
  if (message.event !== "room:join" && message.event !== "room:leave") return true;
  return message.trail.some((event) => event.type === "received" && event.wantsAck);
}

/** Whether it's one of the two events that servers broadcast, or was published without a server. */
export function isBroadcast(message: Message): boolean {
  return message.foreign || message.event === "message" || message.event === "room:message";
}
