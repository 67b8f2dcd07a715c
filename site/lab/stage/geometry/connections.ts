// The lines from clients to servers: straight down, or first aside where they have to reach a card or pass the balancer. Pure.

import type { PlacedClient } from "../stage-types.ts";
import type { Curve } from "./curves.ts";

/** What the lines of a picture have in common. */
export interface Lines {
  /** Of a client. */
  radius: number;
  /** Below everything that is written in the row of clients. */
  rowBottom: number;
  /** Where the servers' cards begin. */
  end: number;
}

/** Where a client's packets begin: below its face, and below the rooms that are written there. */
export const bottomOf = ({ y, connected, rooms }: PlacedClient, radius: number): number =>
  y + radius + (connected && rooms.length > 0 ? 24 : 4);

/**
 * A client's line, from below the client to its server; `shift` moves it sideways. Lines go aside together, so none crosses
 * another.
 */
export function connection(client: PlacedClient, lines: Lines, shift = 0): Curve {
  const { x, foot } = client;
  const { radius, rowBottom, end } = lines;
  const y = x === foot ? bottomOf(client, radius) : rowBottom;
  const at = (aside: number, down: number) => ({
    x: x + (foot - x) * aside + shift,
    y: y + (end - y) * down,
  });
  // Aside at once: to pass the balancer there is only the gap between it and the clients.
  return [at(0, 0), at(1, 0.05), at(1, 0.14), at(1, 1)];
}
