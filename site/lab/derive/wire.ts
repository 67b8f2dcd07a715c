// Trace → the traffic on A's and B's cables, line by line: commands with Redis' replies, messages with what became of them.
//
//   published + accepted + dropped            → one line: what a server wrote to Redis, and Redis' reply
//   forwarded + arrived + dropped + delivered → one line: what Redis wrote to a server, and what the server did with it
//
// Greetings are folded into one line, and so are bursts: similar lines within a quarter of a second. wire-lines.ts makes
// the lines, wire-bursts.ts the bursts.

import { withBurstsFolded } from "./wire-bursts.ts";
import { linesOf } from "./wire-lines.ts";
import type { Filter, Row, WireEvent } from "./wire-rows.ts";

const maxRows = 500;

/** The newest lines, oldest first; `now` is the lab's clock. */
export function wire(wireEvents: readonly WireEvent[], now: number, filter: Filter = "all"): readonly Row[] {
  const lines = linesOf(wireEvents, now).filter((row) => shows(filter, row));
  return withBurstsFolded(lines).slice(-maxRows);
}

function shows(filter: Filter, row: Row): boolean {
  if (filter === "all") return true;
  if (filter === "messages") return row.is === "publication" || row.is === "arrival";
  return row.server === filter;
}
