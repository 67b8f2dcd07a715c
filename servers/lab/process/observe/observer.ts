// Watches a chat server from outside, through public Socket.IO APIs: connections, rooms, incoming and outgoing events.
import type { Adapter } from "socket.io-adapter";
import type { ChatIo, ChatSocket } from "../../../chat/events.ts";
import { clip, describe } from "../../../describe.ts";
import type { ErrorBoundary } from "../../../error-boundary.ts";
import { type ClientAuth, maxNameLength } from "../../../protocol.ts";
import { now } from "../../clock.ts";
import { answerOf } from "./answer.ts";
import type { Causes } from "./causes.ts";
import type { Reporter } from "./reporter.ts";

/** Longer than the 5 s for which adapters wait for other servers. */
const unansweredAfterMs = 6000;

/**
 * Reports what `io` does from now on, and tells `causes` which event is being handled. `name` is the prefix that makes
 * event names unique in the lab, across its processes. An observer that throws ends neither this process nor what it observes.
 */
export function observe(
  io: ChatIo,
  name: string,
  causes: Causes,
  { report, later }: Reporter,
  { guard }: Pick<ErrorBoundary, "guard">,
): void {
  const deliver = guard("observer of deliveries", createDeliveryReports(causes, { report, later }));
  const received = guard("observer of events", reportReceived);
  const acknowledged = guard("observer of acknowledgements", reportAcknowledged);
  let events = 0;

  const rooms = observeRooms(io, report, guard);
  const sessions = observeSessions(io);
  const connected = guard("observer of connections", (socket: ChatSocket) => {
    const auth = socket.handshake.auth as ClientAuth;
    report({
      type: "connected",
      socket: socket.id,
      name: nameOf(auth),
      reports: auth.reports === true,
      transport: socket.conn.transport.name,
      recovered: socket.recovered,
    });
    rooms.connected(socket.id);
    for (const [event, ...args] of sessions.takeMissed(socket.id)) deliver(socket.id, word(event), args);
  });
  // First, so that what the server's own handler of "connection" sends is seen, too.
  io.of("/").prependListener("connection", (socket: ChatSocket) => {
    connected(socket);
    socket.conn.on(
      "upgrade",
      guard("observer of upgrades", (transport) =>
        report({ type: "upgraded", socket: socket.id, transport: transport.name }),
      ),
    );
    socket.on(
      "disconnect",
      guard("observer of disconnections", (reason) =>
        report({ type: "disconnected", socket: socket.id, reason }),
      ),
    );
    socket.onAnyOutgoing((event, ...args) => deliver(socket.id, word(event), args));
    socket.use((packet, next) => {
      events += 1;
      const cause = `${name}${events}`;
      received(socket, packet, cause);
      causes.run(cause, next);
    });
  });

  function reportReceived(socket: ChatSocket, packet: unknown[], cause: string): void {
    const [event, ...args] = packet;
    const ack = args.at(-1);
    const wantsAck = typeof ack === "function";
    if (wantsAck) {
      args.pop();
      const late = setTimeout(
        () => report({ type: "unanswered", cause, socket: socket.id, afterMs: unansweredAfterMs }),
        unansweredAfterMs,
      );
      packet[packet.length - 1] = (...answer: unknown[]) => {
        clearTimeout(late);
        acknowledged(socket.id, cause, answer);
        ack(...answer);
      };
    }
    const room = roomOf(String(event), args[0]);
    report({
      type: "received",
      cause,
      socket: socket.id,
      event: clip(String(event)),
      text: describe(args),
      wantsAck,
      ...(room !== undefined && { room }),
      ...(isHandled(socket, event) ? {} : { unhandled: true }),
    });
  }

  function reportAcknowledged(socket: string, cause: string, answer: unknown[]): void {
    report({ type: "acknowledged", cause, socket, text: describe(answer), answer: answerOf(answer) });
  }
}

/** Whether somebody listens on this socket for an event of that name, or for all. */
function isHandled(socket: ChatSocket, event: unknown): boolean {
  const name = word(event) as Parameters<ChatSocket["listenerCount"]>[0];
  return socket.listenerCount(name) > 0 || socket.listenersAny().length > 0;
}

/** Calls `follow` with the current adapter, and with each one that replaces it. */
function eachAdapter(io: ChatIo, follow: (adapter: Adapter) => void): void {
  follow(io.of("/").adapter);
  const setAdapter = io.adapter.bind(io);
  io.adapter = ((...args: Parameters<typeof setAdapter>) => {
    const result = setAdapter(...args);
    if (args.length > 0) follow(io.of("/").adapter);
    return result;
  }) as typeof io.adapter;
}

/** Reports joins and leaves. A swap copies all rooms into a new adapter; rooms that are already known are not reported twice. */
function observeRooms(io: ChatIo, report: Reporter["report"], guard: ErrorBoundary["guard"]) {
  const known = new Set<string>();
  /** Rooms of recovered sessions. They are joined before the socket connects, and reported after it. */
  const early = new Map<string, string[]>();
  const joined = guard("observer of rooms", (named: unknown, socket: string) => {
    const room = nameOfRoom(named);
    if (known.has(`${socket} ${room}`)) return;
    known.add(`${socket} ${room}`);
    if (io.of("/").sockets.has(socket)) report({ type: "joined", socket, room });
    else early.set(socket, [...(early.get(socket) ?? []), room]);
  });
  const left = guard("observer of rooms", (named: unknown, socket: string) => {
    const room = nameOfRoom(named);
    if (known.delete(`${socket} ${room}`)) report({ type: "left", socket, room });
  });
  eachAdapter(io, (adapter) => {
    adapter.on("join-room", joined);
    adapter.on("leave-room", left);
  });
  return {
    connected(socket: string) {
      for (const room of early.get(socket) ?? []) report({ type: "joined", socket, room });
      early.delete(socket);
    },
  };
}

/** Remembers what recovered clients missed. Connection state recovery writes that to the client without any event. */
function observeSessions(io: ChatIo) {
  const missed = new Map<string, unknown[][]>();
  eachAdapter(io, (adapter) => {
    const restore = adapter.restoreSession.bind(adapter);
    adapter.restoreSession = async (pid, offset) => {
      const session = await restore(pid, offset);
      if (session) missed.set(session.sid, session.missedPackets);
      return session;
    };
  });
  return {
    takeMissed(socket: string): unknown[][] {
      const packets = missed.get(socket) ?? [];
      missed.delete(socket);
      return packets;
    },
  };
}

/** A broadcast is written socket by socket within one turn; this makes one report of it that lists all sockets. */
function createDeliveryReports(causes: Causes, { report, later }: Pick<Reporter, "report" | "later">) {
  type Delivery = { cause: string | null; sockets: string[]; event: string; args: unknown[] };
  let last: Delivery | null = null;

  return (socket: string, event: string, args: unknown[]): void => {
    const cause = causes.current();
    if (last && last.cause === cause && last.event === event && sameArgs(last.args, args)) {
      last.sockets.push(socket);
      return;
    }
    const delivery: Delivery = { cause, sockets: [socket], event, args };
    last = delivery;
    const t = now();
    const text = describe(args);
    // Later, because the stream entry with this id may not have been read yet.
    later(() => {
      const { sockets } = delivery;
      const type = "delivered";
      const id = entryIn(args.at(-1));
      const why = cause ?? (id === null ? null : causes.ofEntry(id));
      const entry = why === null && id !== null ? { entry: id } : {};
      report({ type, cause: why, sockets, event, text, ...entry }, t);
    });
    queueMicrotask(() => {
      if (last === delivery) last = null;
    });
  };
}

/** With connection state recovery, the last argument of what came from a stream is the entry's id. */
function entryIn(last: unknown): string | null {
  return typeof last === "string" && /^\d+-\d+$/.test(last) ? last : null;
}

function sameArgs(one: unknown[], other: unknown[]): boolean {
  return one.length === other.length && one.every((arg, index) => arg === other[index]);
}

/** Controls, bidirectional and invisible characters, and stacked combining marks: they would garble the names around them. */
const garbling = /\p{C}|(?<=\p{M}{2})\p{M}/gu;

function nameOf(auth: ClientAuth): string | null {
  if (typeof auth.name !== "string") return null;
  return [...auth.name.replace(garbling, "").trim()].slice(0, maxNameLength).join("") || null;
}

function roomOf(event: string, first: unknown): string | undefined {
  if (event === "room:join" || event === "room:leave") return word(first);
  if (event !== "room:message") return undefined;
  return typeof first === "object" && first !== null && "room" in first ? word(first.room) : undefined;
}

/** Anyone who can publish on an adapter's channels can make sockets join anything, so a room may not be a string. */
function nameOfRoom(room: unknown): string {
  return typeof room === "string" ? room : describe([room]);
}

/** Not String(): a client can send an object whose toString is not a function. */
function word(value: unknown): string {
  return typeof value === "string" ? clip(value) : describe([value]);
}
