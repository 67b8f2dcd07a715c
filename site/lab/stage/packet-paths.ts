// The paths of packets and cables in the picture. Pure.

import type { ServerName } from "../../../servers/protocol.ts";
import type { Place } from "../derive/hops.ts";
import { bottomOf, type Layout, lineAt } from "./layout.ts";
import type { Point } from "./stage-types.ts";

/** A cubic curve: start, two controls, end. */
export type Curve = readonly [Point, Point, Point, Point];

/** Packets going up and down pass at this distance from the line between two places. */
export const packetGap = 9;

/**
 * The path between two places, or undefined if one of them isn't in the picture. What goes up keeps to the right of what
 * goes down, so that both are visible.
 */
export function curveBetween(at: Layout, from: Place, to: Place): Curve | undefined {
  const [one, two] = [from, to];
  const client = one.at === "client" ? one : two.at === "client" ? two : undefined;
  const server = one.at === "server" ? one : two.at === "server" ? two : undefined;
  const box = at.servers.find(({ name }) => name === server?.server)?.box;
  if (!box || !server) return undefined;
  if (client) {
    const placed = at.clients.find(({ key }) => key === client.socket);
    if (!placed) return undefined;
    const isUp = two.at === "client";
    const shift = isUp ? packetGap : -packetGap;
    const y = bottomOf(placed, at.radius);
    const top = { x: lineAt(placed, at, y) + shift, y };
    const bottom = { x: placed.foot + shift, y: box.y - 3 };
    return isUp ? straight(bottom, top) : straight(top, bottom);
  }
  if (!at.redis) return undefined;
  const isUp = two.at === "server";
  const shift = isUp ? packetGap : -packetGap;
  const curve = cable(at, server.server, shift);
  if (!curve) return undefined;
  return isUp ? [curve[3], curve[2], curve[1], curve[0]] : curve;
}

/** The cable between a server and Redis, from the server down; `shift` moves it sideways. */
export function cable(at: Layout, name: ServerName, shift = 0): Curve | undefined {
  const box = at.servers.find((server) => server.name === name)?.box;
  if (!box || !at.redis) return undefined;
  const x = box.x + box.width / 2;
  // Straight down, if Redis is wide enough.
  const endX = Math.min(at.redis.x + at.redis.width - 36, Math.max(at.redis.x + 36, x));
  const start = { x: x + shift, y: box.y + box.height };
  const end = { x: endX + shift, y: at.redis.y };
  const middle = (start.y + end.y) / 2;
  return [start, { x: start.x, y: middle + 12 }, { x: end.x, y: middle - 12 }, end];
}

function straight(from: Point, to: Point): Curve {
  const part = (share: number) => ({
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
  });
  return [from, part(1 / 3), part(2 / 3), to];
}

/** The point at `t`, from 0 to 1. */
export function pointAt([one, two, three, four]: Curve, t: number): Point {
  const u = 1 - t;
  const mix = (a: number, b: number, c: number, d: number) =>
    u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  return { x: mix(one.x, two.x, three.x, four.x), y: mix(one.y, two.y, three.y, four.y) };
}

/** The head of an arrow at `t`, pointing along the curve. */
export function head(curve: Curve, t: number): string {
  const tip = pointAt(curve, t);
  const back = pointAt(curve, Math.max(0, t - 0.05));
  const angle = Math.atan2(tip.y - back.y, tip.x - back.x);
  const wing = (turn: number) => ({
    x: tip.x - 10 * Math.cos(angle + turn),
    y: tip.y - 10 * Math.sin(angle + turn),
  });
  const at = ({ x, y }: Point) => `${round(x)} ${round(y)}`;
  return `M${at(wing(0.5))}L${at(tip)}L${at(wing(-0.5))}z`;
}

export function pathOf([one, two, three, four]: Curve): string {
  const at = ({ x, y }: Point) => `${round(x)} ${round(y)}`;
  return `M${at(one)}C${at(two)} ${at(three)} ${at(four)}`;
}

const round = (value: number) => Math.round(value * 10) / 10;
