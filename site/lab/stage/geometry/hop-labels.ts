// Where the numbers of a message's hops stand, so that they cover neither each other nor what they count. Pure.
//
//      ①  │↓ ↑│  ②        a badge with the step, below it the true milliseconds, on the outer side of the path
//   0.2 ms│   │ 1.3 ms    several hops on one path share a place: their badges stand side by side

import type { Hop } from "../../derive/hops.ts";
import { milliseconds } from "../../words/milliseconds.ts";
import type { Point } from "../stage-types.ts";
import { bottomOf, connection } from "./connections.ts";
import { type Curve, pointAt } from "./curves.ts";
import type { Layout } from "./layout.ts";
import { packetGap } from "./packet-paths.ts";

/** A hop that has ended, with the path it took. */
export interface Path {
  hop: Hop;
  curve: Curve;
}

export interface HopLabel {
  key: string;
  isLost: boolean;
  badges: readonly (Point & { step: number })[];
  /** The text's baseline. */
  ms: (Point & { text: string; anchor: Anchor }) | undefined;
  /** For the note that a message is the server's own. */
  note: Point | undefined;
}

type Anchor = "start" | "middle" | "end";

/** Clients closer together than this have no room for whole numbers between them, and closer than this, for none. */
const crowdedBelow = 136;
const tightBelow = 60;
const badge = 19;
const letter = 6.7;
/** From the middle between the two directions to where a number may begin. */
const clear = 14;
/** The same where a handle is in between. */
const clearOfHandle = 18;

/** @param sender The socket that sent the message: where clients are close together, it alone has badges. */
export function hopLabels(
  at: Layout,
  ended: readonly Path[],
  sender: string | null,
  hasHandles: boolean,
): HopLabel[] {
  const lanes = new Map<string, Path[]>();
  for (const path of ended) {
    const key = laneOf(path.hop);
    lanes.set(key, [...(lanes.get(key) ?? []), path]);
  }
  const room = leastRoom(at);
  return [...lanes].map(([key, paths]) => {
    const client = clientOf(paths[0]?.hop);
    const place = client ? placeAtClient(at, paths) : placeOnCable(at, paths, hasHandles);
    if (client && room < crowdedBelow) return { key, ...tight(place, paths, client === sender, room) };
    return { key, ...whole(at, place, paths) };
  });
}

interface NextTo {
  /** The middle between the two directions. */
  x: number;
  /** 1: to the right of the path. */
  side: 1 | -1;
  /** The free stretch next to the path. */
  top: number;
  bottom: number;
  clear: number;
}

function whole(at: Layout, { x, side, top, bottom, clear }: NextTo, paths: readonly Path[]) {
  const isOwn = paths.every(({ hop }) => hop.own);
  const isLost = paths.some(({ hop }) => hop.lost);
  const middle = isLost ? top + (bottom - top) * 0.32 : (top + bottom) / 2;
  // Without room for three lines, the note matters more than the time.
  const isShort = bottom - top < 66;
  const text = isOwn && isShort ? undefined : msOf(paths);
  const steps = stepsOf(paths);
  const half = Math.max((steps.length * badge) / 2, ((text?.length ?? 0) * letter) / 2);
  const center = Math.min(at.width - half - 2, Math.max(half + 2, x + side * (clear + half)));
  const y = middle - (isOwn && !isShort ? 6 : 0);
  const badges = steps.map((step, index) => ({
    step,
    x: center + (index - (steps.length - 1) / 2) * badge,
    y: y - 8,
  }));
  return {
    isLost,
    badges,
    ms: text === undefined ? undefined : { text, x: center, y: y + 14, anchor: "middle" as const },
    note: isOwn ? { x: x + side * clear, y: y + (isShort ? 14 : 28) } : undefined,
  };
}

/** Between clients that are close together: times of what comes up, badges at the sender only, on its path if they must. */
function tight({ x, side, top, bottom }: NextTo, paths: readonly Path[], isSender: boolean, room: number) {
  const isTight = room < tightBelow;
  const text = isTight ? undefined : msOf(paths);
  const y = top + (bottom - top) * 0.42;
  const badges = stepsOf(paths).map((step, index) => ({
    step,
    x: x + side * ((isTight ? packetGap : clear + 9) + index * badge),
    y: bottom - 14,
  }));
  return {
    isLost: false,
    badges: isSender && bottom - top > 44 ? badges : [],
    ms:
      text === undefined || side < 0 ? undefined : { text, x: x + side * clear, y, anchor: "start" as const },
    note: undefined,
  };
}

function placeAtClient(at: Layout, paths: readonly Path[]): NextTo {
  const socket = clientOf(paths[0]?.hop);
  const client = at.clients.find(({ key }) => key === socket);
  const box = at.servers.find(({ name }) => name === serverOf(paths[0]?.hop))?.box;
  const top = at.balancer ? at.balancer.y + at.balancer.height : client ? bottomOf(client, at.radius) : 0;
  const middle = (top + (box?.y ?? top)) / 2;
  return {
    x: client ? across(connection(client, at.lines), middle) : 0,
    side: sideOf(paths),
    top,
    bottom: box?.y ?? top,
    clear,
  };
}

/** How far from the left a curve that leads down is at this height. */
function across(curve: Curve, y: number): number {
  let [above, below] = [0, 1];
  for (let step = 0; step < 20; step += 1) {
    const t = (above + below) / 2;
    if (pointAt(curve, t).y < y) above = t;
    else below = t;
  }
  return pointAt(curve, below).x;
}

function placeOnCable(at: Layout, paths: readonly Path[], hasHandles: boolean): NextTo {
  const box = at.servers.find(({ name }) => name === serverOf(paths[0]?.hop))?.box;
  const curve = paths[0]?.curve;
  const side = sideOf(paths);
  const top = box ? box.y + box.height : 0;
  // The curve is of one direction, next to the middle.
  const x = curve ? pointAt(curve, 0.5).x - side * packetGap : 0;
  return { x, side, top, bottom: at.redis?.y ?? top, clear: hasHandles ? clearOfHandle : clear };
}

/** What goes up has its numbers on the right. */
function sideOf(paths: readonly Path[]): 1 | -1 {
  const curve = paths[0]?.curve;
  return curve && curve[0].y > curve[3].y ? 1 : -1;
}

/** The distance of the two clients of one server that are closest to each other, above or where their lines end. */
function leastRoom({ clients }: Layout): number {
  const distances = clients.flatMap((client) =>
    clients.flatMap(({ x, foot, server }) =>
      server === client.server && x > client.x ? [x - client.x, foot - client.foot] : [],
    ),
  );
  return Math.min(Infinity, ...distances);
}

/** The steps, from 1, each once: two packets of one step, such as a question and the answer to another, share a badge. */
const stepsOf = (paths: readonly Path[]) => [...new Set(paths.map(({ hop }) => hop.step + 1))];

function msOf(paths: readonly Path[]): string | undefined {
  const ms = paths.findLast(({ hop }) => hop.ms !== null)?.hop.ms;
  return ms === undefined || ms === null ? undefined : milliseconds(ms);
}

function laneOf({ from, to }: Hop): string {
  return [from, to]
    .map((place) => ("socket" in place ? place.socket : "server" in place ? place.server : "redis"))
    .join(">");
}

function clientOf(hop: Hop | undefined): string | undefined {
  if (hop?.from.at === "client") return hop.from.socket;
  return hop?.to.at === "client" ? hop.to.socket : undefined;
}

function serverOf(hop: Hop | undefined) {
  if (hop?.from.at === "server") return hop.from.server;
  return hop?.to.at === "server" ? hop.to.server : undefined;
}
