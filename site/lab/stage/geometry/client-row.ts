// Where the clients stand in their row. Pure.
//
//   (α) (β)   (γ) (δ)      each above its server, closer together and smaller where there are more
//   ─┴───┴─   ─┴───┴─
//   (α)(β)(γ)(δ)(ε)(ζ)     over the whole width where one server has most of them
//     \  \ \  | /   |
//   (α) (β) (+26)          a crowd keeps its size, and a number stands for the rest

import type { ServerName } from "../../../../servers/protocol.ts";
import type { Extra, PlacedClient, StageClient } from "../stage-types.ts";

export interface Stretch {
  from: number;
  width: number;
}

export interface Group {
  /** Undefined for clients that no server has yet. */
  server: ServerName | undefined;
  /** The first one stands at the outer side. */
  clients: readonly StageClient[];
  /** Above its server. */
  room: Stretch;
  /** Where its lines may end: the server's card. */
  feet: Stretch;
  /** Whether its outer side is on the right. */
  isMirrored: boolean;
  /** Whether it wants a place for a new client. */
  canAdd: boolean;
}

export interface ClientRow {
  clients: PlacedClient[];
  extras: Extra[];
  /** How many clients a number stands for. */
  hidden: Partial<Record<ServerName, number>>;
  radius: number;
}

const clientY = 52;
const largest = 22;
/** The distance of two clients with room for what they say. */
export const clientWidth = 66;
/** The same on a phone. */
const closeClientWidth = 54;
/** The least distance above a server's card, and over the whole width: a finger finds each. */
const least = 38;
const leastSpread = 30;
/** More clients than this are a crowd. */
const crowd = 12;
const margin = 12;

/** @param groups from left to right. */
export function rowOf(groups: readonly Group[], width: number): ClientRow {
  const all = groups.reduce((sum, { clients }) => sum + clients.length, 0);
  if (all <= crowd) {
    const pitch = Math.min(
      ...groups.flatMap(({ clients, room, canAdd }) => {
        const count = clients.length + (canAdd && adds(room) ? 1 : 0);
        return count > 0 ? [room.width / count] : [];
      }),
    );
    if (pitch >= least)
      return joined(
        groups.map((group) => standing({ ...group, feet: group.room }, group.clients.length)),
        pitch,
      );
    const spread = spreadOver(groups, width);
    if (spread) return spread;
  }
  const parts = groups.map((group) => standing({ ...group, feet: group.room }, shownOf(group)));
  const pitches = parts.map(({ clients, extras }, index) => {
    return (groups[index]?.room.width ?? 0) / (clients.length + extras.length);
  });
  return joined(parts, Math.min(clientWidth, ...pitches));
}

type Part = Omit<ClientRow, "radius">;

function joined(parts: readonly Part[], pitch: number): ClientRow {
  return {
    clients: parts.flatMap(({ clients }) => clients),
    extras: parts.flatMap(({ extras }) => extras),
    hidden: Object.assign({}, ...parts.map(({ hidden }) => hidden)),
    radius: Math.min(largest, Math.floor((pitch - 8) / 2)),
  };
}

/** How many of a group fit side by side at their full size; the number for the others takes a place, too. */
function shownOf({ clients, room, canAdd }: Group): number {
  const free = places(room) - (canAdd && adds(room) ? 1 : 0);
  return clients.length > free ? Math.max(1, free - 1) : clients.length;
}

/** The first of a group, evenly in their room, with a number for the others and a place for a new one. */
function standing({ server, clients, room, feet, isMirrored, canAdd }: Group, shown: number): Part {
  const more = clients.length - shown;
  const hasNumber = more > 0 && server !== undefined;
  const hasPlace = canAdd && adds(room) && server !== undefined;
  const count = shown + (hasNumber ? 1 : 0) + (hasPlace ? 1 : 0);
  const across = ({ from, width }: Stretch, index: number) => {
    const share = (index + 0.5) / Math.max(1, count);
    return from + width * (isMirrored ? 1 - share : share);
  };
  const at = (index: number) => ({ x: across(room, index), y: clientY });
  const extras: Extra[] = [];
  if (hasNumber) extras.push({ is: "more", count: more, server, ...at(shown) });
  if (hasPlace) extras.push({ is: "add", server, ...at(count - 1) });
  const placed = clients
    .slice(0, shown)
    .map((client, index) => ({ ...client, ...at(index), foot: across(feet, index) }));
  return { clients: placed, extras, hidden: hasNumber ? { [server]: more } : {} };
}

/** All of them evenly over the width, with a gap between two servers' clients; undefined if that isn't wide enough. */
function spreadOver(groups: readonly Group[], width: number): ClientRow | undefined {
  const there = groups.filter(({ clients }) => clients.length > 0);
  const gap = 0.5;
  const units = there.reduce((sum, { clients }) => sum + clients.length, gap * (there.length - 1));
  const pitch = Math.min(clientWidth, (width - 2 * margin) / units);
  if (pitch < leastSpread) return undefined;
  let from = (width - pitch * units) / 2;
  const parts = there.map((group) => {
    const room = { from, width: pitch * group.clients.length };
    from += room.width + pitch * gap;
    const feet = group.server ? group.feet : room;
    return standing({ ...group, room, feet, canAdd: false }, group.clients.length);
  });
  return joined(parts, pitch);
}

const adds = (room: Stretch) => places(room) > 2;

function places({ width }: Stretch): number {
  return Math.max(2, Math.floor(width / (width < 240 ? closeClientWidth : clientWidth)));
}
