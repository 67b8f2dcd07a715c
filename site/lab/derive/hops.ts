// One message → the hops of its path, each as it was observed.

import type { CableState, ServerName } from "../../../servers/protocol.ts";
import { ignoresOwn, waitsForRedis } from "./link-behaviour.ts";
import type { Message } from "./messages.ts";

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
  /** A server's own message, back from the channel; the server ignores it. */
  own?: boolean;
  /** How many connections Redis passed the PUBLISH to. */
  receivers?: number;
  /** How long it waited in the memory of the server it leaves, before this hop, in milliseconds. */
  waitedMs?: number;
  /** Its end wasn't seen: the server hasn't received it. */
  isUnderWay?: boolean;
}

type Trail = Message["trail"][number];
type TrailEvent<Type extends Trail["type"]> = Extract<Trail, { type: Type }>;

/** A server that doesn't wait writes to Redis sooner than this. */
const minWaitMs = 50;
const redis: Place = { at: "redis" };
const serverAt = (server: ServerName): Place => ({ at: "server", server });

/** Whether the sender's own server waited for Redis before it delivered to its clients. */
export const hasWaited = ({ world, server, trail }: Message): boolean =>
  waitsForRedis(world.servers[server].link) && trail.some(({ type }) => type === "published");

/** The hops in the order of their steps. */
export function hopsOf(message: Message): Hop[] {
  const path = pathOf(message);
  const hops = message.trail.flatMap((event) => hopsAt(event, path));
  return [...sentHop(path), ...hops].sort((one, two) => one.step - two.step);
}

/** What the hops of a message need to know of it. */
interface Path {
  message: Message;
  received: TrailEvent<"received"> | undefined;
  /** When each client heard it, by socket. */
  hearings: ReadonlyMap<string, TrailEvent<"heard">>;
  /** The first event of this type, on this server if it's given. */
  first: <Type extends Trail["type"]>(type: Type, server?: ServerName) => TrailEvent<Type> | undefined;
  client: (socket: string, server: ServerName) => Place;
}

function pathOf(message: Message): Path {
  const { trail, world } = message;
  const hearings = new Map(trail.flatMap((event) => (event.type === "heard" ? [[event.socket, event]] : [])));
  const first = <Type extends Trail["type"]>(type: Type, server?: ServerName) =>
    trail.find(
      (event): event is TrailEvent<Type> =>
        event.type === type && (server === undefined || event.server === server),
    );
  const client = (socket: string, server: ServerName): Place => {
    // A client that was away when it was sent is known by what it heard.
    const label = world.clients.get(socket)?.label ?? hearings.get(socket)?.client ?? socket.slice(0, 4);
    return { at: "client", socket, label, server };
  };
  return { message, received: first("received"), hearings, first, client };
}

function sentHop({ message, received, first, client }: Path): Hop[] {
  if (message.foreign) return [];
  return [
    {
      id: "sent",
      step: 0,
      kind: "event",
      from: client(message.socket, message.server),
      to: serverAt(message.server),
      ms: between(first("sent")?.at, received?.at),
      ...(message.received ? {} : { isUnderWay: true }),
    },
  ];
}

/** The hops that one event of the trail shows; most show one or none. */
function hopsAt(event: Trail, path: Path): Hop[] {
  const { message, received, first, client } = path;
  const toServer = { from: redis, to: serverAt(event.server) };
  switch (event.type) {
    case "published":
      return [publishHop(event, path)];
    case "accepted":
      if (event.error === undefined) return [];
      return [{ id: `error ${event.seq}`, step: 2, kind: "error", ...toServer, ms: null }];
    case "arrived": {
      const start = first("forwarded", event.server)?.at ?? first("published")?.at;
      const own = ignoresOwn(event.own, message.world.servers[event.server].link);
      const ms = between(start, event.at);
      return [{ id: `channel ${event.seq}`, step: 2, kind: "channel", ...toServer, ms, own }];
    }
    case "dropped": {
      if (event.towards === "redis") return [];
      const lost = event.state;
      return [{ id: `dropped ${event.seq}`, step: 2, kind: "channel", ...toServer, ms: null, lost }];
    }
    case "delivered":
      return deliveryHops(event, path);
    case "acknowledged":
      return [
        {
          id: `ack ${event.seq}`,
          step: 2,
          kind: "ack",
          from: serverAt(event.server),
          to: client(event.socket, event.server),
          ms: between(received?.at, event.at),
        },
      ];
    default:
      return [];
  }
}

function publishHop(event: TrailEvent<"published">, { message, received, first }: Path): Hop {
  const drop = message.trail.find(
    (one) => one.type === "dropped" && one.towards === "redis" && one.server === event.server,
  );
  const accepted = first("accepted", event.server);
  const waitedMs = between(received?.at, event.at) ?? 0;
  return {
    id: `publish ${event.seq}`,
    step: 1,
    kind: "publish",
    from: serverAt(event.server),
    to: redis,
    ms: between(event.at, accepted?.at ?? first("forwarded")?.at),
    ...(drop?.type === "dropped" ? { lost: drop.state } : {}),
    ...(waitedMs >= minWaitMs ? { waitedMs } : {}),
    ...(typeof accepted?.receivers === "number" ? { receivers: accepted.receivers } : {}),
  };
}

function deliveryHops(event: TrailEvent<"delivered">, { message, hearings, client }: Path): Hop[] {
  const isLocal = event.server === message.server && !message.foreign && !hasWaited(message);
  return event.sockets.map((socket) => ({
    id: `delivered ${event.seq} ${socket}`,
    step: isLocal ? 1 : 3,
    kind: "event",
    from: serverAt(event.server),
    to: client(socket, event.server),
    ms: between(event.at, hearings.get(socket)?.at),
  }));
}

/** Milliseconds; null when an end was not seen. */
function between(start: number | undefined, end: number | undefined): number | null {
  return start === undefined || end === undefined ? null : Math.max(0, end - start);
}
