// Trace → what each server currently knows: `adapter.rooms` (room → sockets) and `adapter.sids` (socket → rooms).
//
// Both hold the same fact, a socket in a room, in two directions. So one map is stored and the other derived.

import type { ServerName, ServerState, TraceEvent } from "../../../servers/protocol.ts";
import type { PictureState } from "./picture-state.ts";

export interface Member {
  socket: string;
  /** What the picture calls the client. */
  label: string;
  /** Its rooms in the order it joined them, including its own, named after its id. */
  rooms: readonly string[];
}

/** The last change in one server's pool. */
export interface PoolChange {
  at: number;
  /** `emptied`: the process ended, and the pool with it. */
  what: "connected" | "disconnected" | "joined" | "left" | "emptied";
  socket: string;
  label: string;
  /** The room that was joined or left. */
  room?: string;
}

export interface Pool {
  state: ServerState["state"];
  /** `adapter.sids`, in the order in which the sockets connected. */
  sids: ReadonlyMap<string, Member>;
  last?: PoolChange;
}

export type Pools = Readonly<Record<ServerName, Pool>>;

const newPool: Pool = { state: "starting", sids: new Map() };
export const newPools: Pools = { a: newPool, b: newPool };

/** The pools the gateway reports for a lab, before the first event of the trace. */
export function poolsOf({ servers }: PictureState): Pools {
  return { a: { ...newPool, state: servers.a.state }, b: { ...newPool, state: servers.b.state } };
}

/** The pools after one more event; the same object if it changes nothing. `picture` is the one after the event. */
export function nextPools(pools: Pools, event: TraceEvent, picture: PictureState): Pools {
  switch (event.type) {
    case "server": {
      const { server, state, at } = event;
      const before = pools[server];
      const lost = state !== "running" && before.sids.size > 0;
      const last: PoolChange = { at, what: "emptied", socket: "", label: "" };
      return { ...pools, [server]: { ...before, state, ...(lost ? { sids: new Map(), last } : {}) } };
    }
    case "connected": {
      const { socket } = event;
      const label = picture.clients.get(socket)?.label ?? shortId(socket);
      // Socket.IO adds a socket to its own room before it reports the connection.
      const rooms = pools[event.server].sids.get(socket)?.rooms ?? [socket];
      return changed(pools, event, { socket, label, rooms });
    }
    case "joined": {
      const { socket, room } = event;
      const before = pools[event.server].sids.get(socket);
      const rooms = [...(before?.rooms ?? []).filter((one) => one !== room), room];
      return changed(pools, event, { socket, label: before?.label ?? shortId(socket), rooms });
    }
    case "left": {
      const before = pools[event.server].sids.get(event.socket);
      if (!before) return pools;
      return changed(pools, event, { ...before, rooms: before.rooms.filter((room) => room !== event.room) });
    }
    case "disconnected":
      return changed(pools, event, undefined);
    default:
      return pools;
  }
}

type Telling = Extract<TraceEvent, { type: "connected" | "joined" | "left" | "disconnected" }>;

/** One socket of one pool after the event; undefined when it's gone. */
function changed(pools: Pools, event: Telling, member: Member | undefined): Pools {
  const { server, socket, at, type: what } = event;
  const pool = pools[server];
  const sids = new Map(pool.sids);
  if (member) sids.set(socket, member);
  else if (!sids.delete(socket)) return pools;
  const label = member?.label ?? pool.sids.get(socket)?.label ?? shortId(socket);
  const room = "room" in event ? { room: event.room } : {};
  return { ...pools, [server]: { ...pool, sids, last: { at, what, socket, label, ...room } } };
}

/** `adapter.rooms`: each room with its sockets, in the order in which the rooms were created. */
export function roomsOf({ sids }: Pool): ReadonlyMap<string, readonly Member[]> {
  const rooms = new Map<string, Member[]>();
  for (const member of sids.values()) {
    for (const room of member.rooms) {
      const members = rooms.get(room);
      if (members) members.push(member);
      else rooms.set(room, [member]);
    }
  }
  return rooms;
}

/** An id, shortened so that it's still unique. */
const shortId = (socket: string): string => (socket.length > 6 ? `${socket.slice(0, 5)}…` : socket);
