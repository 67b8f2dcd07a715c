// Works out which message each observation belongs to, although no message carries an id of ours.
//
//   within a server, by cause: the event that it was handling            received ─cause─▶ published, delivered
//   across Redis, by payload: see publications.ts                      published ─print─▶ forwarded
//   between page and server, by event: see lab-sockets.ts                    sent ▶ received, delivered ▶ heard
import { createBoundedMap } from "../../bounded-map.ts";
import type { ClientReport, Observation, ServerName } from "../../protocol.ts";
import type { Raw, RawObservation } from "../process-protocol.ts";
import { createSockets } from "./lab-sockets.ts";
import type { Reported } from "./page-reports.ts";
import { createPublications } from "./publications.ts";
import type { Correlated } from "./trace.ts";
import { maxRemembered } from "./waiting-list.ts";

export interface Correlator {
  /** Takes what a server saw, in the final order across all servers. Returns what to add to the trace. */
  take: (server: ServerName, raw: RawObservation) => Correlated[];
  /** Returns false while the page has not yet reported what its client sent. */
  isDue: (raw: RawObservation) => boolean;
  /** Takes what a client in the page saw, at any time. `t` is on the machine's clock, in ms. */
  report: (report: ClientReport, t: number) => Reported;
  /** Ends the connections of a server's clients. Call it when the server is gone. */
  serverGone: (server: ServerName, t: number, reason: string) => Correlated[];
}

export function createCorrelator(): Correlator {
  const state = createState();
  const { sockets } = state;
  return {
    take: (server, raw) => take(state, server, raw),
    isDue(raw) {
      if (raw.type !== "received") return true;
      return sockets.isReported(raw.socket, raw);
    },
    report: sockets.report,
    serverGone: sockets.serverGone,
  };
}

type State = ReturnType<typeof createState>;

function createState() {
  let messageCount = 0;
  const newMessage = () => `m${++messageCount}`;
  /** The message of each cause, publication and arrival. */
  const messages = createBoundedMap<string, string>(maxRemembered);
  return {
    messages,
    sockets: createSockets(newMessage),
    publications: createPublications(newMessage),
    arrivals: createBoundedMap<string, { message: string; own: boolean }>(maxRemembered),
    /** Returns the message of a cause; a new one if it has none yet. */
    messageOf(cause: string | null): string {
      const known = cause === null ? undefined : messages.get(cause);
      const message = known ?? newMessage();
      if (cause !== null && !known) messages.set(cause, message);
      return message;
    },
  };
}

function take(state: State, server: ServerName, raw: RawObservation): Correlated[] {
  const { t } = raw;
  switch (raw.type) {
    case "log":
      return [{ t, observation: { type: "log", server, stream: raw.stream, text: raw.text } }];
    case "skipped":
      return [{ t, observation: { type: "skipped", server, count: raw.count } }];
    case "listens":
      return [{ t, observation: { type: "listens", server, event: raw.event, params: raw.params } }];
    case "fault": {
      const { why, text, place } = raw;
      return [{ t, observation: { type: "fault", server, during: "run", why, text, ...place } }];
    }
    case "connected":
    case "upgraded":
    case "disconnected":
    case "joined":
    case "left":
      return takeConnection(state, server, raw);
    case "received":
      return takeReceived(state, server, raw);
    case "delivered":
    case "acknowledged":
    case "unanswered":
      return takeReply(state, server, raw);
    default:
      return takeRedis(state, server, raw);
  }
}

type ConnectionRaw = Raw<"connected" | "upgraded" | "disconnected" | "joined" | "left">;

function takeConnection({ sockets }: State, server: ServerName, raw: ConnectionRaw): Correlated[] {
  const { t, socket } = raw;
  const one = (observation: Observation): Correlated[] => [{ t, observation }];
  switch (raw.type) {
    case "connected": {
      const { transport, recovered, reports } = raw;
      const client = sockets.connected(server, socket, raw.name, reports);
      const connected = one({ type: "connected", server, socket, client, transport, recovered });
      return [...connected, ...sockets.reportedEarly(socket, t)];
    }
    case "upgraded":
      return one({ type: "upgraded", server, socket, transport: raw.transport });
    case "disconnected": {
      const client = sockets.clientOf(socket);
      const untaken = sockets.disconnected(socket, t);
      return [...untaken, ...one({ type: "disconnected", server, socket, client, reason: raw.reason })];
    }
    case "joined":
    case "left":
      return one({ type: raw.type, server, socket, room: raw.room });
  }
}

function takeReceived(state: State, server: ServerName, raw: Raw<"received">): Correlated[] {
  const { sockets, messages } = state;
  const { t, cause, socket, event, text, wantsAck } = raw;
  const client = sockets.clientOf(socket);
  const { sent, passed } = sockets.received(socket, raw);
  const isInTrace = sent?.message !== undefined;
  if (sent?.message !== undefined) messages.set(cause, sent.message);
  const message = state.messageOf(cause);
  if (sent) sent.message = message;
  const emitted = { type: "sent", message, server, socket, client, event, text } as const;
  const by = sent ? "client" : "wire";
  const room = raw.room === undefined ? {} : { room: raw.room };
  const unhandled = raw.unhandled ? ({ unhandled: true } as const) : {};
  return [
    ...passed,
    ...(isInTrace ? [] : [{ t: Math.min(sent?.t ?? t, t), observation: { ...emitted, by } as const }]),
    { t, observation: { ...emitted, type: "received", ...room, wantsAck, ...unhandled } },
  ];
}

function takeReply(
  { sockets, messageOf, publications }: State,
  server: ServerName,
  raw: Raw<"delivered" | "acknowledged" | "unanswered">,
): Correlated[] {
  const { t } = raw;
  const ofEntry =
    raw.type === "delivered" && raw.entry !== undefined ? publications.ofEntry(raw.entry) : undefined;
  const message = ofEntry ?? messageOf(raw.cause);
  const one = (observation: Observation): Correlated[] => [{ t, observation }];
  switch (raw.type) {
    case "delivered": {
      const { event, text } = raw;
      const delivered = one({ type: "delivered", message, server, sockets: raw.sockets, event, text });
      return [...delivered, ...sockets.delivered(raw.sockets, { event, text }, message, t)];
    }
    case "acknowledged": {
      const { socket, text, answer } = raw;
      const client = sockets.clientOf(socket);
      return one({ type: "acknowledged", message, server, socket, client, text, ...answer });
    }
    case "unanswered": {
      const { socket, afterMs } = raw;
      return one({ type: "unanswered", message, server, socket, client: sockets.clientOf(socket), afterMs });
    }
  }
}

type RedisRaw = Raw<
  "published" | "accepted" | "forwarded" | "arrived" | "dropped" | "subscribed" | "command"
>;

function takeRedis(state: State, server: ServerName, raw: RedisRaw): Correlated[] {
  const { t } = raw;
  const { messages, publications, arrivals, messageOf } = state;
  const one = (observation: Observation): Correlated[] => [{ t, observation }];
  switch (raw.type) {
    case "published": {
      const { command, channel, bytes, payload } = raw;
      const message = messageOf(raw.cause);
      publications.published(server, message, raw);
      return one({ type: "published", message, server, command, channel, bytes, payload });
    }
    case "accepted": {
      const message = publications.accepted(raw);
      if (message === undefined) return [];
      const error = raw.error === null ? {} : { error: raw.error.message, code: raw.error.code };
      return one({ type: "accepted", message, server, receivers: raw.receivers, ...error });
    }
    case "forwarded": {
      const { channel, bytes, arrival } = raw;
      const { message, own } = publications.forwarded(server, raw);
      arrivals.set(arrival, { message, own });
      messages.set(arrival, message);
      return one({ type: "forwarded", message, server, channel, bytes });
    }
    case "arrived": {
      const { channel, bytes, payload } = raw;
      const { message = messageOf(raw.arrival), own = false } = arrivals.get(raw.arrival) ?? {};
      return one({ type: "arrived", message, server, channel, bytes, payload, own });
    }
    case "dropped": {
      const message = publications.lost(raw.passing) ?? messages.get(raw.passing);
      return message ? one({ type: "dropped", message, server, towards: raw.towards, state: raw.state }) : [];
    }
    case "subscribed": {
      publications.subscribed(server, raw);
      const { text, name, channel } = raw;
      return one({ type: "command", server, text, reply: "OK", name, channel });
    }
    case "command": {
      const { t: _, ...command } = raw;
      return one({ ...command, server });
    }
  }
}
