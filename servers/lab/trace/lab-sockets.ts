// The sockets of a lab: connects what servers saw of a socket with what its page reports (page-reports.ts).
import { createBoundedMap } from "../../bounded-map.ts";
import type { ClientReport, ServerName } from "../../protocol.ts";
import {
  createSocketState,
  keyOf,
  type Reported,
  recordUntaken,
  type SeenEvent,
  type Sent,
  type SocketState,
  takeDelivery,
  takeHeard,
  takeSent,
  type WhyUntaken,
} from "./page-reports.ts";
import type { Correlated } from "./trace.ts";
import { pushBounded } from "./waiting-list.ts";

/** A report about a socket that no server has mentioned yet. */
interface EarlyReport {
  report: ClientReport;
  t: number;
}

/** An early report counts if it is at most this much older than the connection. */
const maxEarlyMs = 1000;
/** How many ended sockets are remembered, because their pages' last reports can come later. */
const maxEnded = 200;

/** `newMessage` makes the name of a message that no other observation belongs to. */
export function createSockets(newMessage: () => string) {
  const sockets = new Map<string, SocketState>();
  const ended = createBoundedMap<string, SocketState>(maxEnded);
  /** Reports that came before the server reported the connection. */
  let early: EarlyReport[] = [];
  let nameless = 0;

  function takeReport(report: ClientReport, t: number): Reported {
    const socket = socketOf(report.socket, t);
    if (!socket) pushBounded(early, { report, t });
    if (!socket?.reports) return { atOnce: [] };
    const words = { event: report.event, text: report.text, t };
    return report.type === "sent"
      ? takeSent(socket, words, newMessage)
      : { atOnce: takeHeard(socket, words) };
  }

  /** A recovered session keeps its socket id, so a report from before the earlier connection's end belongs to that one. */
  function socketOf(id: string, t: number): SocketState | undefined {
    const before = ended.get(id);
    return sockets.get(id) ?? (before?.ended && t <= before.ended.t ? before : undefined);
  }

  function end(socket: SocketState, t: number, why: WhyUntaken): Correlated[] {
    socket.ended = { t, why };
    sockets.delete(socket.id);
    ended.set(socket.id, socket);
    return socket.sent.items().flatMap((sent) => recordUntaken(socket, sent, why, newMessage));
  }

  /** A recovered session keeps its socket id, so reports older than `maxEarlyMs` are ignored. */
  function takeEarly(id: string, t: number): EarlyReport[] {
    const matching: EarlyReport[] = [];
    const others: EarlyReport[] = [];
    for (const one of early) (one.report.socket === id ? matching : others).push(one);
    early = others;
    return matching.filter((one) => one.t > t - maxEarlyMs);
  }

  return {
    report: takeReport,
    clientOf: (id: string): string => sockets.get(id)?.client ?? "",
    /** Adds a socket. Returns what the client is called: its name, or "client" and a number. */
    connected(server: ServerName, id: string, name: string | null, reports: boolean): string {
      const client = name ?? `client ${++nameless}`;
      ended.delete(id);
      sockets.set(id, createSocketState({ id, server, client, reports }));
      return client;
    },
    /** Takes what the page reported of this socket before the server reported the connection. */
    reportedEarly: (id: string, t: number): Correlated[] =>
      takeEarly(id, t).flatMap(({ report, t }) => {
        const { atOnce, inOrder } = takeReport(report, t);
        return [...atOnce, ...(inOrder?.() ?? [])];
      }),
    /** Ends a socket. Returns what it sent and no server took. */
    disconnected(id: string, t: number): Correlated[] {
      const socket = sockets.get(id);
      return socket ? end(socket, t, "disconnected") : [];
    },
    /** Whether the page has reported that this was sent, or never will, so that nothing has to wait for it. */
    isReported(id: string, words: Omit<SeenEvent, "t">): boolean {
      const socket = sockets.get(id);
      return !socket?.reports || socket.sent.has(keyOf(words));
    },
    /** Takes what the server received. Returns the page's report of it, if any, and what was sent earlier and missed. */
    received(id: string, words: Omit<SeenEvent, "t">): { sent?: Sent; passed: Correlated[] } {
      const socket = sockets.get(id);
      if (!socket?.reports) return { passed: [] };
      const taken = socket.sent.takeThrough(keyOf(words));
      if (!taken) socket.presumed.add(keyOf(words), null);
      // A connection keeps its order, so the server took these too, and that was not recorded.
      const passed = (taken?.older ?? []).flatMap((sent) =>
        recordUntaken(socket, sent, "unrecorded", newMessage),
      );
      return taken ? { sent: taken.item, passed } : { passed };
    },
    /** Takes a delivery to these sockets. Returns which of them have already reported that they heard it. */
    delivered(ids: readonly string[], words: Omit<SeenEvent, "t">, message: string, t: number): Correlated[] {
      return ids.flatMap((id) => {
        const socket = sockets.get(id);
        return socket?.reports ? takeDelivery(socket, words, { message, t }) : [];
      });
    },
    /** Ends all sockets of a server that is gone. */
    serverGone(server: ServerName, t: number, reason: string): Correlated[] {
      const gone = [...sockets.values()].filter((socket) => socket.server === server);
      return gone.flatMap((socket) => {
        const { id, client } = socket;
        const lost = end(socket, t, "server-down");
        return [...lost, { t, observation: { type: "disconnected", server, socket: id, client, reason } }];
      });
    },
  };
}
