// Direct connections pass the balancer at its sides, so it is as wide as they leave it. Pure.
//
//   (α)  (β) (γ) (δ) (ε)     β and γ come by the balancer
//    │    │   │   │   └──┐
//    │  [balancer] └──┐  │   the others' lines keep to the outer sides
//    │    │   │       │  │

import type { PlacedClient, StageClient } from "../stage-types.ts";
import type { Group, Stretch } from "./client-row.ts";

/** What the balancer needs for its name, its switch and its button; see Balancer.svelte. */
export const leastBalancer = 132;
/** Between a line and the balancer: a packet passes there. */
const clear = 12;
/** How much of its way aside a line has left where the balancer begins, at most; see connections.ts. */
const rest = 0.2;
/** Between the ends of lines behind the balancer. */
const leastFoot = 14;

export const isDirect = ({ entrance }: StageClient): boolean => entrance !== "balanced";

/**
 * @param clients as they stand in their row: of each server the outermost first, and direct ones before those behind the balancer.
 * @param groups the first one is on the left.
 * @param whole from the first card to the last.
 * @returns the clients, with where their lines end, and the room left for the balancer.
 */
export function pastBalancer(clients: readonly PlacedClient[], groups: readonly Group[], whole: Stretch) {
  const placed = clients.map((client) => ({ ...client }));
  const direct = placed.filter(isDirect);
  const passing = groups.filter(({ server }) => direct.some((client) => client.server === server));
  const free = whole.width - leastBalancer - clear * passing.length;
  let { from, width } = whole;
  for (const { server, feet: card, isMirrored } of passing) {
    const own = placed.filter((client) => client.server === server);
    const count = own.filter(isDirect).length;
    const behind = own.length - count;
    const [outer, sign] = isMirrored ? [card.from + card.width, -1] : [card.from, 1];
    const depths = own.map(({ x }) => sign * (x - outer));
    const limit = Math.min((free * count) / direct.length, card.width - clear - behind * leastFoot);
    const deepest = depths[count - 1] ?? 0;
    const share = Math.min(1, (limit / deepest - rest) / (1 - rest));
    const inner = Math.min(deepest, limit) + clear;
    own.forEach((client, index) => {
      const depth = depths[index] ?? 0;
      const first = inner + (index - count + 0.5) * leastFoot;
      const last = card.width + (index - own.length + 0.5) * leastFoot;
      client.foot = outer + sign * (index < count ? depth * share : Math.min(last, Math.max(first, depth)));
    });
    if (!isMirrored) from += inner;
    width -= inner;
  }
  return { clients: placed, balancer: { from, width } };
}
