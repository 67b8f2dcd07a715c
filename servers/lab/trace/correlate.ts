// Tells which message each observation belongs to, although no message carries an id of ours.
//
//   within a server, the cause: the event that it was handling           received ─cause─▶ published, delivered
//   across Redis, the payload: the same bytes in the same order          published ─print─▶ forwarded
//   between page and server, the event: see page-reports.ts

import { type ClientReport, type Observation, type ServerName, serverNames } from "../../protocol.ts";
import type { RawObservation } from "../process-protocol.ts";
import { createMemory, remember } from "./bounded.ts";
import { createSockets } from "./page-reports.ts";
import type { Correlated } from "./trace.ts";

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

/** A payload on its way through Redis, and the servers that have already got it. */
interface OnWay {
  message: string;
  from: ServerName | null;
  accepted: boolean;
  taken: Set<ServerName>;
}

export function createCorrelator(): Correlator {
  let messageCount = 0;
  const newMessage = () => `m${++messageCount}`;
  const sockets = createSockets(newMessage);
  const messages = createMemory<string>(); // cause, publication or arrival → message
  const onWay = createMemory<OnWay[]>(); // channel and print → who still waits for it
  const publications = createMemory<{ message: string; way: OnWay }>();
  const arrivals = createMemory<{ message: string; own: boolean }>();

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

  function take(server: ServerName, raw: RawObservation): Correlated[] {
    const { t } = raw;
    const one = (observation: Observation): Correlated[] => [{ t, observation }];
    switch (raw.type) {
      case "log":
        return one({ type: "log", server, stream: raw.stream, text: raw.text });
      case "connected": {
        const { socket, transport, recovered, reports } = raw;
        const client = sockets.connected(server, socket, raw.name, reports);
        const connected = one({ type: "connected", server, socket, client, transport, recovered });
        return [...connected, ...sockets.toldEarly(socket, t)];
      }
      case "upgraded":
        return one({ type: "upgraded", server, socket: raw.socket, transport: raw.transport });
      case "disconnected": {
        const client = sockets.clientOf(raw.socket);
        sockets.disconnected(raw.socket);
        return one({ type: "disconnected", server, socket: raw.socket, client, reason: raw.reason });
      }
      case "joined":
      case "left":
        return one({ type: raw.type, server, socket: raw.socket, room: raw.room });
      case "received": {
        const { socket, event, text, wantsAck } = raw;
        const client = sockets.clientOf(socket);
        const message = messageOf(raw.cause);
        const sentAt = sockets.received(socket, { event, text, t });
        const sent = { type: "sent", message, server, socket, client, event, text } as const;
        const room = raw.room === undefined ? {} : { room: raw.room };
        return [
          {
            t: Math.min(sentAt ?? t, t),
            observation: { ...sent, by: sentAt === undefined ? "wire" : "client" },
          },
          { t, observation: { ...sent, type: "received", ...room, wantsAck } },
        ];
      }
      case "delivered": {
        const { event, text } = raw;
        const message = messageOf(raw.cause);
        const delivered = one({ type: "delivered", message, server, sockets: raw.sockets, event, text });
        const heard = raw.sockets.flatMap((id) => sockets.delivered(id, { event, text, t }, message));
        return [...delivered, ...heard];
      }
      case "acknowledged": {
        const client = sockets.clientOf(raw.socket);
        const { socket, text } = raw;
        return one({ type: "acknowledged", message: messageOf(raw.cause), server, socket, client, text });
      }
      case "unanswered": {
        const { socket, afterMs } = raw;
        const client = sockets.clientOf(socket);
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

  return {
    take,
    isDue(raw) {
      if (raw.type !== "received") return true;
      return sockets.isTold(raw.socket, raw);
    },
    report: sockets.report,
    unanswered: sockets.unanswered,
    serverGone: sockets.serverGone,
  };
}

/** What never came to Redis, or was refused, comes to no server: the next of the same bytes is another one. */
function takenByAll({ taken }: OnWay): void {
  for (const name of serverNames) taken.add(name);
}
