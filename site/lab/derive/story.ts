// One message → its way as a picture tells it: hops in steps, and marks where something ought to have come and did not.
//
//   step 0  client → server        step 2  Redis → the subscribed servers, acknowledgement
//   step 1  server → own clients,  step 3  server → its clients
//           server → Redis
//
// Every hop was observed. What was not observed is a mark, never a hop.

import type { CableState, ServerName } from "../../../servers/protocol.ts";
import { passesOver, waitsForRedis } from "./link-behaviour.ts";
import { type Cell, givenUpAt, row, settlesAt } from "./matrix.ts";
import type { Message } from "./messages.ts";
import type { Open, Reason } from "./reasons.ts";
import type { Picture } from "./state.ts";

export type Place =
  | { at: "client"; socket: string; label: string; server: ServerName }
  | { at: "server"; server: ServerName }
  | { at: "redis" };

export interface Hop {
  id: string;
  step: number;
  kind: "event" | "ack" | "publish" | "channel" | "error";
  from: Place;
  to: Place;
  /** True milliseconds; null when only one end was seen. */
  ms: number | null;
  /** The cable lost it on the way. */
  lost?: CableState["state"];
  /** A server's own message, come back from the channel, which it ignores. */
  own?: boolean;
  /** How many connections Redis handed the PUBLISH to. */
  receivers?: number;
  /** What it waited for in the memory of the server that it leaves, before this hop, in milliseconds. */
  waitedMs?: number;
  /** Its end was not seen: the server has not taken it. */
  isUnderWay?: boolean;
}

/** A client that ought to have heard and did not. */
export interface Mark {
  step: number;
  socket: string;
  label: string;
  server: ServerName;
  reason: Reason;
}

export interface Story {
  message: Message;
  hops: readonly Hop[];
  marks: readonly Mark[];
  /** Clients that have it, and from which step on. */
  heard: ReadonlyMap<string, number>;
  /** What servers have not done yet, though it takes longer than it should. */
  waitsOn: readonly Open[];
  /** How many steps there are. */
  steps: number;
  /** Nothing more is waited for. */
  isSettled: boolean;
}

export function story(message: Message, now: Picture, at: number): Story {
  const hops = hopsOf(message);
  const heard = new Map<string, number>();
  for (const { kind, step, to } of hops) {
    if (kind === "event" && to.at === "client") heard.set(to.socket, step);
  }
  const crosses = hops.some(({ kind }) => kind === "publish");
  const { cells, settled } = row(message, now, at);
  const marks: Mark[] = [];
  for (const { socket, label, server } of message.world.clients.values()) {
    const cell = cells.get(label);
    if (cell?.kind !== "missing") continue;
    const step = message.foreign || (crosses && (server !== message.server || hasWaited(message))) ? 3 : 1;
    marks.push({ step, socket, label, server, reason: cell.reason });
  }
  // A step in which nothing happened is left out: an answer without a broadcast is the second, not the third.
  const used = [...new Set([...hops, ...marks].map(({ step }) => step))].sort((one, two) => one - two);
  const counted = <T extends { step: number }>(one: T): T => ({ ...one, step: used.indexOf(one.step) });
  return {
    message,
    hops: hops.map(counted),
    marks: marks.map(counted),
    heard: new Map([...heard].map(([socket, step]) => [socket, used.indexOf(step)])),
    waitsOn: waitedFor(message, cells, at),
    steps: used.length,
    isSettled: settled,
  };
}

function waitedFor(message: Message, cells: ReadonlyMap<string, Cell>, at: number): Open[] {
  const waits = new Map<string, Open>();
  for (const cell of cells.values()) {
    if (cell.kind === "waiting" && cell.on) waits.set(`${cell.on.why} ${cell.on.server}`, cell.on);
  }
  // What is no broadcast has nobody who waits for it but its sender.
  const isUntaken = !message.received && message.untaken === undefined;
  if (isUntaken && waits.size === 0 && at > settlesAt(message) && at <= givenUpAt(message)) {
    return [{ why: "not-taken", server: message.server }];
  }
  return [...waits.values()];
}

/** Whether the sender's own server told its clients only when Redis had answered. */
const hasWaited = ({ world, server, trail }: Message): boolean =>
  waitsForRedis(world.servers[server].link) && trail.some(({ type }) => type === "published");

const redis: Place = { at: "redis" };
const serverAt = (server: ServerName): Place => ({ at: "server", server });

function hopsOf(message: Message): Hop[] {
  const { trail, server: from } = message;
  const hops: Hop[] = [];
  const hearings = new Map<string, Extract<Message["trail"][number], { type: "heard" }>>();
  for (const event of trail) if (event.type === "heard") hearings.set(event.socket, event);
  const client = (socket: string, server: ServerName): Place => {
    // Who was away when it was sent is known by what it heard.
    const label =
      message.world.clients.get(socket)?.label ?? hearings.get(socket)?.client ?? socket.slice(0, 4);
    return { at: "client", socket, label, server };
  };
  const sender = client(message.socket, from);
  const first = <T extends Message["trail"][number]["type"]>(type: T, server?: ServerName) =>
    trail.find(
      (event): event is Extract<Message["trail"][number], { type: T }> =>
        event.type === type && (server === undefined || event.server === server),
    );

  const sent = first("sent");
  const received = first("received");
  if (!message.foreign) {
    hops.push({
      id: "sent",
      step: 0,
      kind: "event",
      from: sender,
      to: serverAt(from),
      ms: between(sent?.at, received?.at),
      ...(message.received ? {} : { isUnderWay: true }),
    });
  }

  for (const event of trail) {
    switch (event.type) {
      case "published": {
        const drop = trail.find(
          (one) => one.type === "dropped" && one.towards === "redis" && one.server === event.server,
        );
        const accepted = first("accepted", event.server);
        const waitedMs = between(received?.at, event.at) ?? 0;
        hops.push({
          id: `publish ${event.seq}`,
          step: 1,
          kind: "publish",
          from: serverAt(event.server),
          to: redis,
          ms: between(event.at, accepted?.at ?? first("forwarded")?.at),
          ...(drop?.type === "dropped" ? { lost: drop.state } : {}),
          ...(waitedMs >= minWaitMs ? { waitedMs } : {}),
          ...(typeof accepted?.receivers === "number" ? { receivers: accepted.receivers } : {}),
        });
        break;
      }
      case "accepted":
        if (event.error === undefined) break;
        hops.push({
          id: `error ${event.seq}`,
          step: 2,
          kind: "error",
          from: redis,
          to: serverAt(event.server),
          ms: null,
        });
        break;
      case "arrived": {
        const start = first("forwarded", event.server)?.at ?? first("published")?.at;
        hops.push({
          id: `channel ${event.seq}`,
          step: 2,
          kind: "channel",
          from: redis,
          to: serverAt(event.server),
          ms: between(start, event.at),
          own: passesOver(event.own, message.world.servers[event.server].link),
        });
        break;
      }
      case "dropped":
        if (event.towards === "redis") break;
        hops.push({
          id: `dropped ${event.seq}`,
          step: 2,
          kind: "channel",
          from: redis,
          to: serverAt(event.server),
          ms: null,
          lost: event.state,
        });
        break;
      case "delivered":
        for (const socket of event.sockets) {
          hops.push({
            id: `delivered ${event.seq} ${socket}`,
            step: event.server === from && !message.foreign && !hasWaited(message) ? 1 : 3,
            kind: "event",
            from: serverAt(event.server),
            to: client(socket, event.server),
            ms: between(event.at, hearings.get(socket)?.at),
          });
        }
        break;
      case "acknowledged":
        hops.push({
          id: `ack ${event.seq}`,
          step: 2,
          kind: "ack",
          from: serverAt(event.server),
          to: client(event.socket, event.server),
          ms: between(received?.at, event.at),
        });
        break;
      default:
        break;
    }
  }
  return hops.sort((one, two) => one.step - two.step);
}

/** A server that does not wait writes to Redis sooner than this. */
const minWaitMs = 50;

function between(start: number | undefined, end: number | undefined): number | null {
  return start === undefined || end === undefined ? null : Math.max(0, end - start);
}
