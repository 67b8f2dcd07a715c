// What a page reports of one socket: what its client sent, and what it heard. Matches each report to what the server saw.
//
// A report can come before the server's own observation or after it. What was sent gets its message name when it is
// added to the trace, and keeps that name, however late the server takes it.
import type { Observation, ServerName } from "../../protocol.ts";
import type { Correlated } from "./trace.ts";
import { createWaitingList, type WaitingList } from "./waiting-list.ts";

/** An event's name and arguments, and its time on the machine's clock, in ms. */
export interface SeenEvent {
  event: string;
  text: string;
  t: number;
}

/** Reported by the page as sent. `message` is set once it is in the trace. */
export type Sent = SeenEvent & { message?: string; isOver?: true };

/** Why a server will never take what was sent to it. */
export type WhyUntaken = Extract<Observation, { type: "untaken" }>["why"];

export interface SocketState {
  id: string;
  server: ServerName;
  client: string;
  /** Whether the client's page reports what it sends and hears. */
  reports: boolean;
  /** Reported as sent, not received yet. */
  sent: WaitingList<Sent>;
  /** Received by the server before the page reported that it was sent. */
  presumed: WaitingList<null>;
  delivered: WaitingList<{ message: string; t: number }>;
  /** Reported as heard before the server reported the delivery. */
  heard: WaitingList<SeenEvent>;
  /** Set once the connection has ended. */
  ended?: { t: number; why: WhyUntaken };
}

/** What follows from a report: `atOnce`, and what `inOrder` returns when the report's own time comes in the trace. */
export interface Reported {
  atOnce: Correlated[];
  inOrder?: () => Correlated[];
}

export function createSocketState(
  about: Pick<SocketState, "id" | "server" | "client" | "reports">,
): SocketState {
  return {
    ...about,
    sent: createWaitingList(),
    presumed: createWaitingList(),
    delivered: createWaitingList(),
    heard: createWaitingList(),
  };
}

/** Takes a report that the client sent this. `newMessage` makes the name of a new message. */
export function takeSent(socket: SocketState, words: SeenEvent, newMessage: () => string): Reported {
  if (socket.presumed.takeThrough(keyOf(words))) return { atOnce: [] };
  const sent: Sent = words;
  if (socket.ended) return { atOnce: recordUntaken(socket, sent, socket.ended.why, newMessage) };
  const dropped = socket.sent.add(keyOf(words), sent);
  return {
    atOnce: dropped ? recordUntaken(socket, dropped, "unrecorded", newMessage) : [],
    inOrder: () => (sent.message === undefined && !sent.isOver ? [named(socket, sent, newMessage)] : []),
  };
}

/** Takes a report that the client heard this. */
export function takeHeard(socket: SocketState, words: SeenEvent): Correlated[] {
  const delivery = socket.delivered.takeThrough(keyOf(words))?.item;
  if (delivery) return [heard(socket, words, delivery)];
  socket.heard.add(keyOf(words), words);
  return [];
}

/** Takes a delivery to this socket at `t`. Returns that the client heard it, if the page reported that already. */
export function takeDelivery(
  socket: SocketState,
  words: Omit<SeenEvent, "t">,
  delivery: { message: string; t: number },
): Correlated[] {
  const early = socket.heard.take(keyOf(words));
  if (early) return [heard(socket, early, delivery)];
  socket.delivered.add(keyOf(words), delivery);
  return [];
}

/** Records that the server never takes what was sent. Returns nothing when that is recorded already. */
export function recordUntaken(
  socket: SocketState,
  sent: Sent,
  why: WhyUntaken,
  newMessage: () => string,
): Correlated[] {
  if (sent.isOver) return [];
  sent.isOver = true;
  // In a flood, some of what was sent is not in the trace, and then its end is not needed there either.
  if (why === "unrecorded" && sent.message === undefined) return [];
  const { id, server, client } = socket;
  const before = sent.message === undefined ? [named(socket, sent, newMessage)] : [];
  const t = Math.max(sent.t, socket.ended?.t ?? sent.t);
  const { message = "" } = sent;
  return [...before, { t, observation: { type: "untaken", message, server, socket: id, client, why } }];
}

/** The length separates the end of the event's name from the start of its text. */
export const keyOf = ({ event, text }: Omit<SeenEvent, "t">): string => `${event.length} ${event}${text}`;

/** Gives what was sent its message name. */
function named({ id, server, client }: SocketState, sent: Sent, newMessage: () => string): Correlated {
  const { event, text, t } = sent;
  sent.message = newMessage();
  const observation = { message: sent.message, server, socket: id, client, event, text } as const;
  return { t, observation: { type: "sent", ...observation, by: "client" } };
}

function heard(
  { id, server, client }: SocketState,
  { event, text, t }: SeenEvent,
  delivery: { message: string; t: number },
): Correlated {
  const { message } = delivery;
  const observation = { type: "heard", message, server, socket: id, client, event, text } as const;
  return { t: Math.max(t, delivery.t), observation };
}
