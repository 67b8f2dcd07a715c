// The paths of packets between what stands in the picture. Pure.

import type { Place } from "../../derive/hops.ts";
import { cable } from "./cable-path.ts";
import { connection } from "./connections.ts";
import { type Curve, pointAt, rounded } from "./curves.ts";
import type { Layout } from "./layout.ts";

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
    const down = connection(placed, { ...at.lines, end: box.y - 3 }, shift);
    return isUp ? reversed(down) : down;
  }
  if (!at.redis) return undefined;
  const isUp = two.at === "server";
  const shift = isUp ? packetGap : -packetGap;
  const curve = cable(at, server.server, shift);
  if (!curve) return undefined;
  return isUp ? reversed(curve) : curve;
}

const reversed = ([one, two, three, four]: Curve): Curve => [four, three, two, one];

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
