// The sockets of a lab, and what their pages report of them: which report belongs to what a server saw.
//
//   between page and server, the event: the same words in the same order     sent ▶ received, delivered ▶ heard
//
// A report comes whenever it comes, before the server's own observation or after it. What was sent has its name from the
// moment when it is told, and keeps it, however late the server takes it.
import type { ClientReport, Observation, ServerName } from "../../protocol.ts";
import { createMemory, createWaitingList, remember, type WaitingList } from "./bounded.ts";
import type { Correlated } from "./trace.ts";

/** An event by what it says, and when, on the machine's clock. */
interface Words {
  event: string;
  text: string;
  t: number;
}

/** Sent, as the page reports, and not yet received by the server; `message` once it is in the trace. */
type Sent = Words & { message?: string; isOver?: true };

/** Why a server will never take what was sent to it. */
type WhyUntaken = Extract<Observation, { type: "untaken" }>["why"];

interface SocketState {
  id: string;
  server: ServerName;
  client: string;
  reports: boolean;
  /** Reported as sent, not received yet. */
  sent: WaitingList<Sent>;
  /** Received by the server before the page reported that it was sent. */
  presumed: WaitingList<null>;
  delivered: WaitingList<{ message: string; t: number }>;
  /** Reported as heard before the server's own report of the delivery had come. */
  heard: WaitingList<Words>;
  /** Once its connection has ended. */
  ended?: { t: number; why: WhyUntaken };
}

/** What follows from a report: at once, and at the report's own place in the trace. */
export interface Reported {
  atOnce: Correlated[];
  inOrder?: () => Correlated[];
}

/** A report about a socket that no server has mentioned yet. */
interface Early {
  report: ClientReport;
  t: number;
}

const maxEarlyMs = 1000;
/** So many sockets are remembered after their end, since their pages' last reports may come later. */
const maxEnded = 200;

/** `newMessage` names a message that no other observation is of. */
export function createSockets(newMessage: () => string) {
  const sockets = new Map<string, SocketState>();
  const ended = createMemory<SocketState>(maxEnded);
  /** Reported by a page that was faster than the server which took its connection. */
  let early: Early[] = [];
  let nameless = 0;

  function takeReport(report: ClientReport, t: number): Reported {
    const socket = socketOf(report.socket, t);
    if (!socket) remember(early, { report, t });
    if (!socket?.reports) return { atOnce: [] };
    const words = { event: report.event, text: report.text, t };
    return report.type === "sent" ? takeSent(socket, words) : { atOnce: takeHeard(socket, words) };
  }

  /** A recovered session has the id of the one before: what is older than its end is of that one. */
  function socketOf(id: string, t: number): SocketState | undefined {
    const before = ended.get(id);
    return sockets.get(id) ?? (before?.ended && t <= before.ended.t ? before : undefined);
  }

  function takeSent(socket: SocketState, words: Words): Reported {
    if (socket.presumed.takeThrough(keyOf(words))) return { atOnce: [] };
    const sent: Sent = words;
    if (socket.ended) return { atOnce: untaken(socket, sent, socket.ended.why) };
    const forgotten = socket.sent.add(keyOf(words), sent);
    return {
      atOnce: forgotten ? untaken(socket, forgotten, "unrecorded") : [],
      inOrder: () => (sent.message === undefined && !sent.isOver ? [named(socket, sent)] : []),
    };
  }

  function takeHeard(socket: SocketState, words: Words): Correlated[] {
    const delivery = socket.delivered.takeThrough(keyOf(words))?.item;
    if (delivery) return [heard(socket, words, delivery)];
    socket.heard.add(keyOf(words), words);
    return [];
  }

  /** Gives what was sent its name. */
  function named({ id, server, client }: SocketState, sent: Sent): Correlated {
    const { event, text, t } = sent;
    sent.message = newMessage();
    const observation = { message: sent.message, server, socket: id, client, event, text } as const;
    return { t, observation: { type: "sent", ...observation, by: "client" } };
  }

  /** It was sent, and that the server took it is not seen any more. */
  function untaken(socket: SocketState, sent: Sent, why: WhyUntaken): Correlated[] {
    if (sent.isOver) return [];
    sent.isOver = true;
    // In a flood, what was left out of the trace needs no end in it.
    if (why === "unrecorded" && sent.message === undefined) return [];
    const { id, server, client } = socket;
    const before = sent.message === undefined ? [named(socket, sent)] : [];
    const t = Math.max(sent.t, socket.ended?.t ?? sent.t);
    const { message = "" } = sent;
    return [...before, { t, observation: { type: "untaken", message, server, socket: id, client, why } }];
  }

  function end(socket: SocketState, t: number, why: WhyUntaken): Correlated[] {
    socket.ended = { t, why };
    sockets.delete(socket.id);
    ended.set(socket.id, socket);
    return socket.sent.items().flatMap((sent) => untaken(socket, sent, why));
  }

  /** A socket of before that is recovered has the same id: what is older than a moment was of that one. */
  function takeEarly(id: string, t: number): Early[] {
    const mine: Early[] = [];
    const others: Early[] = [];
    for (const one of early) (one.report.socket === id ? mine : others).push(one);
    early = others;
    return mine.filter((one) => one.t > t - maxEarlyMs);
  }

  return {
    report: takeReport,
    clientOf: (id: string): string => sockets.get(id)?.client ?? "",
    /** Returns what the client is called: by its name, or by a number. */
    connected(server: ServerName, id: string, name: string | null, reports: boolean): string {
      const client = name ?? `client ${++nameless}`;
      ended.delete(id);
      sockets.set(id, {
        id,
        server,
        client,
        reports,
        sent: createWaitingList(),
        presumed: createWaitingList(),
        delivered: createWaitingList(),
        heard: createWaitingList(),
      });
      return client;
    },
    /** What the page has reported of it before the server did. */
    reportedEarly: (id: string, t: number): Correlated[] =>
      takeEarly(id, t).flatMap(({ report, t }) => {
        const { atOnce, inOrder } = takeReport(report, t);
        return [...atOnce, ...(inOrder?.() ?? [])];
      }),
    /** Returns what was sent by it and never taken. */
    disconnected(id: string, t: number): Correlated[] {
      const socket = sockets.get(id);
      return socket ? end(socket, t, "disconnected") : [];
    },
    /** Whether there is nothing to wait for: the page has reported that this was sent, or never will. */
    isReported(id: string, words: Omit<Words, "t">): boolean {
      const socket = sockets.get(id);
      return !socket?.reports || socket.sent.has(keyOf(words));
    },
    /** What the page reported of it, undefined when it has not yet; and what was sent before it and passed unseen. */
    received(id: string, words: Omit<Words, "t">): { sent?: Sent; passed: Correlated[] } {
      const socket = sockets.get(id);
      if (!socket?.reports) return { passed: [] };
      const taken = socket.sent.takeThrough(keyOf(words));
      if (!taken) socket.presumed.add(keyOf(words), null);
      // A connection keeps its order: the server took these too, and that was not recorded.
      const passed = (taken?.older ?? []).flatMap((sent) => untaken(socket, sent, "unrecorded"));
      return taken ? { sent: taken.item, passed } : { passed };
    },
    /** Written to these; returns which of them have reported already that they heard it. */
    delivered(ids: readonly string[], words: Omit<Words, "t">, message: string, t: number): Correlated[] {
      const key = keyOf(words);
      const delivery = { message, t };
      return ids.flatMap((id) => {
        const socket = sockets.get(id);
        if (!socket?.reports) return [];
        const early = socket.heard.take(key);
        if (early) return [heard(socket, early, delivery)];
        socket.delivered.add(key, delivery);
        return [];
      });
    },
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

function heard(
  { id, server, client }: SocketState,
  { event, text, t }: Words,
  delivery: { message: string; t: number },
): Correlated {
  const { message } = delivery;
  const observation = { type: "heard", message, server, socket: id, client, event, text } as const;
  return { t: Math.max(t, delivery.t), observation };
}

/** The length keeps what ends an event's name apart from what begins its text. */
const keyOf = ({ event, text }: Omit<Words, "t">): string => `${event.length} ${event}${text}`;
