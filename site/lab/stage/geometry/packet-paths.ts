// The paths of packets between what stands in the picture. Pure.

import type { Place } from "../../derive/hops.ts";
import type { Point } from "../stage-types.ts";
import { type Curve, cable, pointAt, rounded } from "./curves.ts";
import { bottomOf, type Layout, lineAt } from "./layout.ts";

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

function straight(from: Point, to: Point): Curve {
  const part = (share: number) => ({
    x: from.x + (to.x - from.x) * share,
    y: from.y + (to.y - from.y) * share,
  });
  return [from, part(1 / 3), part(2 / 3), to];
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
  return `M${rounded(wing(0.5))}L${rounded(tip)}L${rounded(wing(-0.5))}z`;
}
