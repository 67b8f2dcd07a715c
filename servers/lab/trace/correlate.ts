// Tells which message each observation belongs to, although no message carries an id of ours.
//
//   within a server, the cause: the event that it was handling           received ─cause─▶ published, delivered
//   across Redis, the payload: see passages.ts                           published ─print─▶ forwarded
//   between page and server, the event: see page-reports.ts

import type { ClientReport, Observation, ServerName } from "../../protocol.ts";
import type { RawObservation } from "../process-protocol.ts";
import { createMemory } from "./bounded.ts";
import { createSockets, type Reported } from "./page-reports.ts";
import { createPassages } from "./passages.ts";
import type { Correlated } from "./trace.ts";

export interface Correlator {
  /** Takes what a server saw, in the right order over all servers. */
  take: (server: ServerName, raw: RawObservation) => Correlated[];
  /** False while the page has yet to tell what its client sent, and when. */
  isDue: (raw: RawObservation) => boolean;
  /** Takes what a client in the page saw, whenever it comes; `t` is on the machine's clock. */
  report: (report: ClientReport, t: number) => Reported;
  /** The server is gone, and its clients' connections with it. */
  serverGone: (server: ServerName, t: number, reason: string) => Correlated[];
}

export function createCorrelator(): Correlator {
  let messageCount = 0;
  const newMessage = () => `m${++messageCount}`;
  const sockets = createSockets(newMessage);
  const messages = createMemory<string>(); // cause, publication or arrival → message
  const passages = createPassages(newMessage);
  const arrivals = createMemory<{ message: string; own: boolean }>();

  function messageOf(cause: string | null): string {
    const known = cause === null ? undefined : messages.get(cause);
    const message = known ?? newMessage();
    if (cause !== null && !known) messages.set(cause, message);
    return message;
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
        return [...connected, ...sockets.reportedEarly(socket, t)];
      }
      case "upgraded":
        return one({ type: "upgraded", server, socket: raw.socket, transport: raw.transport });
      case "disconnected": {
        const client = sockets.clientOf(raw.socket);
        const untaken = sockets.disconnected(raw.socket, t);
        const { socket, reason } = raw;
        return [...untaken, ...one({ type: "disconnected", server, socket, client, reason })];
      }
      case "joined":
      case "left":
        return one({ type: raw.type, server, socket: raw.socket, room: raw.room });
      case "received":
        return received(server, raw);
      case "delivered": {
        const { event, text } = raw;
        const message = messageOf(raw.cause);
        const delivered = one({ type: "delivered", message, server, sockets: raw.sockets, event, text });
        const heard = sockets.delivered(raw.sockets, { event, text }, message, t);
        return [...delivered, ...heard];
      }
      case "acknowledged": {
        const client = sockets.clientOf(raw.socket);
        const { socket, text, answer } = raw;
        const message = messageOf(raw.cause);
        return one({ type: "acknowledged", message, server, socket, client, text, ...answer });
      }
      case "unanswered": {
        const { socket, afterMs } = raw;
        const client = sockets.clientOf(socket);
        return one({ type: "unanswered", message: messageOf(raw.cause), server, socket, client, afterMs });
      }
      case "published": {
        const { command, channel, bytes, payload } = raw;
        const message = messageOf(raw.cause);
        passages.published(server, message, raw);
        return one({ type: "published", message, server, command, channel, bytes, payload });
      }
      case "accepted": {
        const message = passages.accepted(raw);
        if (message === undefined) return [];
        const error = raw.error === null ? {} : { error: raw.error.message, code: raw.error.code };
        return one({ type: "accepted", message, server, receivers: raw.receivers, ...error });
      }
      case "forwarded": {
        const { channel, bytes, arrival } = raw;
        const { message, own } = passages.forwarded(server, raw);
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
        const message = passages.lost(raw.passing) ?? messages.get(raw.passing);
        return message
          ? one({ type: "dropped", message, server, towards: raw.towards, state: raw.state })
          : [];
      }
      case "subscribed": {
        passages.subscribed(server, raw);
        const { text, name, channel } = raw;
        return one({ type: "command", server, text, reply: "OK", name, channel });
      }
      case "command": {
        const { t: _, ...command } = raw;
        return one({ ...command, server });
      }
      case "skipped":
        return one({ type: "skipped", server, count: raw.count });
    }
  }

  function received(server: ServerName, raw: RawObservation & { type: "received" }): Correlated[] {
    const { t, cause, socket, event, text, wantsAck } = raw;
    const client = sockets.clientOf(socket);
    const { sent, passed } = sockets.received(socket, raw);
    const isTold = sent?.message !== undefined;
    if (sent?.message !== undefined) messages.set(cause, sent.message);
    const message = messageOf(cause);
    if (sent) sent.message = message;
    const emitted = { type: "sent", message, server, socket, client, event, text } as const;
    const by = sent ? "client" : "wire";
    const room = raw.room === undefined ? {} : { room: raw.room };
    return [
      ...passed,
      ...(isTold ? [] : [{ t: Math.min(sent?.t ?? t, t), observation: { ...emitted, by } as const }]),
      { t, observation: { ...emitted, type: "received", ...room, wantsAck } },
    ];
  }

  return {
    take,
    isDue(raw) {
      if (raw.type !== "received") return true;
      return sockets.isReported(raw.socket, raw);
    },
    report: sockets.report,
    serverGone: sockets.serverGone,
  };
}
