// The sockets of a lab, and what their pages tell of them: which report belongs to what a server saw.
//
//   between page and server, the event: the same words in the same order     sent ▶ received, delivered ▶ heard
//
// A report comes whenever it comes, before the server's own observation or after it.
import type { ClientReport, ServerName } from "../../protocol.ts";
import { remember } from "./bounded.ts";
import type { Correlated } from "./trace.ts";

/** An event by what it says, and when, on the machine's clock. */
interface Words {
  event: string;
  text: string;
  t: number;
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

/** A report about a socket of which no server has told yet. */
interface Early {
  report: ClientReport;
  t: number;
}

const maxEarlyMs = 1000;

/** `newMessage` names a message that no other observation is of. */
export function createSockets(newMessage: () => string) {
  const sockets = new Map<string, SocketState>();
  /** Told by a page that was faster than the server which took its connection. */
  let early: Early[] = [];
  let nameless = 0;

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

  /** What came last, a report or a delivery, is all that can make a new pair: the others were compared before. */
  function confirmHeard(id: string, socket: SocketState, heard: Words | undefined): Correlated[] {
    const delivery = heard && takeThrough(socket.delivered, heard);
    if (!delivery) return [];
    socket.heard = socket.heard.filter((other) => other !== heard);
    const { server, client } = socket;
    const { event, text } = heard;
    const { message } = delivery;
    const t = Math.max(heard.t, delivery.t);
    return [{ t, observation: { type: "heard", message, server, socket: id, client, event, text } }];
  }

  /** A socket of before that is recovered has the same id: what is older than a moment was of that one. */
  function takeEarly(id: string, t: number): Early[] {
    const mine = early.filter((one) => one.report.socket === id);
    early = early.filter((one) => !mine.includes(one));
    return mine.filter((one) => one.t > t - maxEarlyMs);
  }

  return {
    report: takeReport,
    clientOf: (id: string): string => sockets.get(id)?.client ?? "",
    /** Answers what the client is called: by its name, or by a number. */
    connected(server: ServerName, id: string, name: string | null, reports: boolean): string {
      const client = name ?? `client ${++nameless}`;
      sockets.set(id, { server, client, reports, sent: [], presumed: [], delivered: [], heard: [] });
      return client;
    },
    /** What the page has told of it before the server did. */
    toldEarly: (id: string, t: number): Correlated[] =>
      takeEarly(id, t).flatMap(({ report, t }) => takeReport(report, t)),
    disconnected: (id: string) => void sockets.delete(id),
    /** Whether there is nothing to wait for: the page has told that this was sent, or will never tell. */
    isTold(id: string, words: Omit<Words, "t">): boolean {
      const socket = sockets.get(id);
      return !socket?.reports || socket.sent.some(sameWords(words));
    },
    /** When the page says that it was sent; undefined when it has not told. */
    received(id: string, words: Words): number | undefined {
      const socket = sockets.get(id);
      const sent = socket && takeThrough(socket.sent, words);
      if (socket?.reports && !sent) remember(socket.presumed, words);
      return sent?.t;
    },
    delivered(id: string, words: Words, message: string): Correlated[] {
      const socket = sockets.get(id);
      if (!socket?.reports) return [];
      remember(socket.delivered, { ...words, message });
      return confirmHeard(id, socket, socket.heard.find(sameWords(words)));
    },
    /** What clients sent before `before` and no server has taken. */
    unanswered(before: number): Correlated[] {
      return [...sockets].flatMap(([id, socket]) => {
        const { server, client } = socket;
        const late = socket.sent.filter(({ t }) => t < before);
        socket.sent = socket.sent.filter(({ t }) => t >= before);
        return late.map(({ event, text, t }): Correlated => {
          const sent = { type: "sent", message: newMessage(), by: "client" } as const;
          return { t, observation: { ...sent, server, socket: id, client, event, text } };
        });
      });
    },
    serverGone(server: ServerName, t: number, reason: string): Correlated[] {
      const gone = [...sockets].filter(([, socket]) => socket.server === server);
      return gone.map(([id, { client }]) => {
        sockets.delete(id);
        return { t, observation: { type: "disconnected", server, socket: id, client, reason } };
      });
    },
  };
}

function sameWords(one: Omit<Words, "t">) {
  return (other: Omit<Words, "t">) => one.event === other.event && one.text === other.text;
}

/** Takes the first that says the same, and whatever stood before it: a connection keeps its order, so that was lost. */
function takeThrough<T extends Omit<Words, "t">>(list: T[], words: Omit<Words, "t">): T | undefined {
  const index = list.findIndex(sameWords(words));
  return list.splice(0, index + 1).at(-1);
}
