// Tells which message each observation belongs to, although no message carries an id of ours.
//
//   within a server, the cause: the event that it was handling           received ─cause─▶ published, delivered
//   across Redis, the payload: the same bytes in the same order          published ─print─▶ forwarded
//   between page and server, the event: the same words in the same order sent ▶ received, delivered ▶ heard
import { type ClientReport, type Observation, type ServerName, serverNames } from "../protocol.ts";
import type { RawObservation } from "./observation.ts";

/** An observation of the trace, with its time on the machine's clock. */
export type Correlated = { t: number; observation: Observation };

export interface Correlator {
  /** Takes what a server saw, in the right order over all servers. */
  take: (server: ServerName, raw: RawObservation) => Correlated[];
  /** False while the page has yet to tell what its client sent, and when. */
  isDue: (raw: RawObservation) => boolean;
  /** Takes what a client in the page saw, whenever it comes; `t` is on the machine's clock. */
  report: (report: ClientReport, t: number) => Correlated[];
  /** What clients sent before `t` and no server has taken. */
  unanswered: (t: number) => Correlated[];
  /** The server is gone, and its clients' connections with it. */
  serverGone: (server: ServerName, t: number, reason: string) => Correlated[];
}

interface SocketState {
  server: ServerName;
  client: string;
  reports: boolean;
  /** Sent, as the page tells, and not yet received by the server. */
  sent: Words[];
  /** Received by the server before the page told that it was sent. */
  presumed: Words[];
  delivered: (Words & { message: string })[];
  /** Heard, as the page tells, before the server's own report of the delivery had come. */
  heard: Words[];
}

/** An event by what it says, and when. */
interface Words {
  event: string;
  text: string;
  t: number;
}

/** A report about a socket of which no server has told yet. */
interface Early {
  report: ClientReport;
  t: number;
}

/** A payload on its way through Redis, and the servers that have already got it. */
interface OnWay {
  message: string;
  from: ServerName | null;
  accepted: boolean;
  taken: Set<ServerName>;
}

export function createCorrelator(): Correlator {
  const sockets = new Map<string, SocketState>();
  const messages = createMemory<string>(); // cause, publication or arrival → message
  const onWay = createMemory<OnWay[]>(); // channel and print → who still waits for it
  const publications = createMemory<{ message: string; way: OnWay }>();
  const arrivals = createMemory<{ message: string; own: boolean }>();
  /** Told by a page that was faster than the server which took its connection. */
  let early: Early[] = [];
  let messageCount = 0;
  let clientCount = 0;
  const newMessage = () => `m${++messageCount}`;

  function messageOf(cause: string | null): string {
    const known = cause === null ? undefined : messages.get(cause);
    const message = known ?? newMessage();
    if (cause !== null && !known) messages.set(cause, message);
    return message;
  }

  function forwarded(server: ServerName, key: string): { message: string; own: boolean } {
    const waiting = onWay.get(key) ?? [];
    let way = waiting.find(({ taken }) => !taken.has(server));
    if (!way) {
      way = { message: newMessage(), from: null, accepted: true, taken: new Set() };
      onWay.set(key, remember(waiting, way));
    }
    way.taken.add(server);
    return { message: way.message, own: way.from === server };
  }

  /** What came last, a report or a delivery, is all that can make a new pair: the others were compared before. */
  function confirmHeard(id: string, socket: SocketState, heard: Words | undefined): Correlated[] {
    const delivery = heard && takeThrough(socket.delivered, heard);
    if (!delivery) return [];
    socket.heard = socket.heard.filter((other) => other !== heard);
    const { server, client } = socket;
    const { event, text } = heard;
    const t = Math.max(heard.t, delivery.t);
    return [
      {
        t,
        observation: { type: "heard", message: delivery.message, server, socket: id, client, event, text },
      },
    ];
  }

  function take(server: ServerName, raw: RawObservation): Correlated[] {
    const { t } = raw;
    const one = (observation: Observation): Correlated[] => [{ t, observation }];
    switch (raw.type) {
      case "log":
        return one({ type: "log", server, stream: raw.stream, text: raw.text });
      case "connected": {
        const { socket, transport, recovered, reports } = raw;
        const client = raw.name ?? `client ${++clientCount}`;
        sockets.set(socket, { server, client, reports, sent: [], presumed: [], delivered: [], heard: [] });
        const connected = one({ type: "connected", server, socket, client, transport, recovered });
        return [...connected, ...takeEarly(socket, t).flatMap((one) => takeReport(one.report, one.t))];
      }
      case "upgraded":
        return one({ type: "upgraded", server, socket: raw.socket, transport: raw.transport });
      case "disconnected": {
        const client = sockets.get(raw.socket)?.client ?? "";
        sockets.delete(raw.socket);
        return one({ type: "disconnected", server, socket: raw.socket, client, reason: raw.reason });
      }
      case "joined":
      case "left":
        return one({ type: raw.type, server, socket: raw.socket, room: raw.room });
      case "received": {
        const { socket, event, text, wantsAck } = raw;
        const state = sockets.get(socket);
        const client = state?.client ?? "";
        const message = messageOf(raw.cause);
        const seen = state && takeThrough(state.sent, raw);
        if (state?.reports && !seen) remember(state.presumed, { event, text, t });
        const sent = { type: "sent", message, server, socket, client, event, text } as const;
        const room = raw.room === undefined ? {} : { room: raw.room };
        return [
          { t: Math.min(seen?.t ?? t, t), observation: { ...sent, by: seen ? "client" : "wire" } },
          { t, observation: { ...sent, type: "received", ...room, wantsAck } },
        ];
      }
      case "delivered": {
        const { event, text } = raw;
        const message = messageOf(raw.cause);
        const delivered = one({ type: "delivered", message, server, sockets: raw.sockets, event, text });
        const heard = raw.sockets.flatMap((id) => {
          const socket = sockets.get(id);
          if (!socket?.reports) return [];
          remember(socket.delivered, { event, text, t, message });
          return confirmHeard(id, socket, socket.heard.find(sameWords(raw)));
        });
        return [...delivered, ...heard];
      }
      case "acknowledged": {
        const client = sockets.get(raw.socket)?.client ?? "";
        const { socket, text } = raw;
        return one({ type: "acknowledged", message: messageOf(raw.cause), server, socket, client, text });
      }
      case "unanswered": {
        const { socket, afterMs } = raw;
        const client = sockets.get(socket)?.client ?? "";
        return one({ type: "unanswered", message: messageOf(raw.cause), server, socket, client, afterMs });
      }
      case "published": {
        const { command, channel, bytes, payload } = raw;
        const message = messageOf(raw.cause);
        const way: OnWay = { message, from: server, accepted: false, taken: new Set() };
        const key = `${channel}\n${raw.print}`;
        onWay.set(key, remember(onWay.get(key) ?? [], way));
        publications.set(raw.publication, { message, way });
        return one({ type: "published", message, server, command, channel, bytes, payload });
      }
      case "accepted": {
        const { message, way } = publications.get(raw.publication) ?? {};
        if (!message || !way) return [];
        way.accepted = true;
        if (raw.error !== null) takenByAll(way);
        const error = raw.error === null ? {} : { error: raw.error };
        return one({ type: "accepted", message, server, receivers: raw.receivers, ...error });
      }
      case "forwarded": {
        const { channel, bytes, arrival } = raw;
        const { message, own } = forwarded(server, `${channel}\n${raw.print}`);
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
        const lost = publications.get(raw.passing);
        if (lost) takenByAll(lost.way);
        const message = lost?.message ?? messages.get(raw.passing);
        return message
          ? one({ type: "dropped", message, server, towards: raw.towards, state: raw.state })
          : [];
      }
      case "subscribed":
        // What Redis had taken before it confirmed the subscription will never come to this server.
        for (const ways of onWay.values()) for (const way of ways) if (way.accepted) way.taken.add(server);
        return one({ type: "command", server, text: raw.channel, reply: "OK" });
      case "command":
        return one({ type: "command", server, text: raw.text, reply: raw.reply });
      case "skipped":
        return one({ type: "skipped", server, count: raw.count });
    }
  }

  function takeReport(report: ClientReport, t: number): Correlated[] {
    const socket = sockets.get(report.socket);
    if (!socket) remember(early, { report, t });
    if (!socket?.reports) return [];
    const words = { event: report.event, text: report.text, t };
    if (report.type === "sent") {
      if (!takeThrough(socket.presumed, words)) remember(socket.sent, words);
      return [];
    }
    remember(socket.heard, words);
    return confirmHeard(report.socket, socket, words);
  }

  /** A socket of before that is recovered has the same id: what is older than a moment was of that one. */
  function takeEarly(socket: string, t: number): Early[] {
    const mine = early.filter(({ report }) => report.socket === socket);
    early = early.filter((one) => !mine.includes(one));
    return mine.filter((one) => one.t > t - maxEarlyMs);
  }

  return {
    take,
    isDue(raw) {
      if (raw.type !== "received") return true;
      const socket = sockets.get(raw.socket);
      return !socket?.reports || socket.sent.some(sameWords(raw));
    },
    report: takeReport,
    unanswered(before) {
      return [...sockets].flatMap(([id, socket]) => {
        const { server, client } = socket;
        const late = socket.sent.filter(({ t }) => t < before);
        socket.sent = socket.sent.filter(({ t }) => t >= before);
        return late.map(({ event, text, t }) => ({
          t,
          observation: {
            type: "sent",
            message: newMessage(),
            server,
            socket: id,
            client,
            event,
            text,
            by: "client",
          } as const,
        }));
      });
    },
    serverGone(server, t, reason) {
      const gone = [...sockets].filter(([, socket]) => socket.server === server);
      return gone.map(([id, { client }]) => {
        sockets.delete(id);
        return { t, observation: { type: "disconnected", server, socket: id, client, reason } as const };
      });
    },
  };
}

/** What never came to Redis, or was refused, comes to no server: the next of the same bytes is another one. */
function takenByAll({ taken }: OnWay): void {
  for (const name of serverNames) taken.add(name);
}

const maxWaiting = 1000;
const maxEarlyMs = 1000;
const maxRemembered = 5000;

function sameWords(one: Omit<Words, "t">) {
  return (other: Omit<Words, "t">) => one.event === other.event && one.text === other.text;
}

/** Takes the first that says the same, and whatever stood before it: a connection keeps its order, so that was lost. */
function takeThrough<T extends Omit<Words, "t">>(list: T[], words: Omit<Words, "t">): T | undefined {
  const index = list.findIndex(sameWords(words));
  return list.splice(0, index + 1).at(-1);
}

/** Adds to a list that forgets its oldest entries. */
function remember<T>(list: T[], item: T): T[] {
  list.push(item);
  if (list.length > maxWaiting) list.shift();
  return list;
}

/** A map that forgets its oldest entries. */
function createMemory<T>() {
  const entries = new Map<string, T>();
  return {
    get: (key: string) => entries.get(key),
    values: () => entries.values(),
    set(key: string, value: T) {
      entries.set(key, value);
      const oldest = entries.keys().next().value;
      if (entries.size > maxRemembered && oldest !== undefined) entries.delete(oldest);
    },
  };
}
