// The shared lab's trace → the room as a crowd: who sent the last broadcast, who has it, and who should have it but doesn't.
//
//   Derived ──crowdOf()──▶ Crowd { people on A, people on B, message, crossing }
import type { LinkName, ServerName } from "../../../servers/protocol.ts";
import { row } from "../../lab/derive/matrix.ts";
import { type Derived, isBroadcast, type Message } from "../../lab/derive/messages.ts";

export type Received =
  /** The server wrote it to this client. */
  | "heard"
  /** It should have arrived, and its time is over. */
  | "missed"
  | "waiting"
  /** It wasn't connected yet when the message was sent, or nothing has been sent so far. */
  | "idle";

export interface Person {
  socket: string;
  label: string;
  server: ServerName;
  got: Received;
  isSender: boolean;
}

export interface Side {
  server: ServerName;
  people: readonly Person[];
  link: LinkName;
  isRunning: boolean;
  /** How many of the clients the last message was for have it. */
  heard: number;
  missed: number;
  of: number;
  /** Until the last of them had it, in true milliseconds; null if nobody has. */
  ms: number | null;
}

export interface Crowd {
  sides: readonly [Side, Side];
  redisUp: boolean;
  message: Message | undefined;
  /** Whether the last message was published, and at which servers it arrived from Redis. */
  published: boolean;
  arrived: readonly ServerName[];
  isSettled: boolean;
}

/** @param now the lab's clock, for judging silence. */
export function crowdOf({ messages, picture }: Derived, now: number): Crowd {
  const message = [...messages.values()].findLast((one) => isBroadcast(one) && one.received);
  const matrixRow = message && row(message, picture, now);
  const world = message?.world.clients;
  const gotOf = (socket: string): { got: Received; ms: number | null } => {
    const cell = matrixRow?.cells.get(world?.get(socket)?.label ?? "");
    switch (cell?.kind) {
      case "heard":
      case "delivered":
        return { got: "heard", ms: cell.ms };
      case "missing":
        return { got: "missed", ms: null };
      case "waiting":
        return { got: "waiting", ms: null };
      default:
        return { got: "idle", ms: null };
    }
  };
  const sideOf = (server: ServerName): Side => {
    const people: Person[] = [];
    let ms: number | null = null;
    for (const { socket, label, server: on } of picture.clients.values()) {
      if (on !== server) continue;
      const { got, ms: after } = gotOf(socket);
      if (after !== null) ms = Math.max(ms ?? 0, after);
      people.push({ socket, label, server, got, isSender: socket === message?.socket });
    }
    const count = (result: Received) => people.filter(({ got }) => got === result).length;
    const { link, state } = picture.servers[server];
    return {
      server,
      people,
      link,
      isRunning: state === "running",
      heard: count("heard"),
      missed: count("missed"),
      of: people.length - count("idle"),
      ms,
    };
  };
  const trail = message?.trail ?? [];
  return {
    sides: [sideOf("a"), sideOf("b")],
    redisUp: picture.redisUp,
    message,
    published: trail.some(({ type }) => type === "published"),
    arrived: trail.flatMap((event) => (event.type === "arrived" && !event.own ? [event.server] : [])),
    isSettled: matrixRow?.settled ?? true,
  };
}

/** The text of a mark without room for the name: its first character as people count them. */
export function initial(name: string): string {
  const [first] = new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(name.trim());
  return first?.segment.toLocaleUpperCase() ?? "";
}
