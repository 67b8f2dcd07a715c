// Trace → the traffic on A's and B's cables, line by line: commands with Redis' replies, messages with what became of them.
//
//   published + accepted + dropped            → one line: what a server wrote to Redis, and Redis' reply
//   forwarded + arrived + dropped + delivered → one line: what Redis wrote to a server, and what the server did with it
//
// Greetings are folded into one line, and so are bursts: similar lines within a quarter of a second. wire-lines.ts makes
// the lines, wire-bursts.ts the bursts.

import type { TraceEvent } from "../../../servers/protocol.ts";
import { withBurstsFolded } from "./wire-bursts.ts";
import { linesOf } from "./wire-lines.ts";
import type { Filter, Passed, Row } from "./wire-rows.ts";

const maxRows = 500;
const maxPassed = 3_000;

/** Whether the wire shows this event of the trace. */
export function isPassed(event: TraceEvent): event is Passed {
  switch (event.type) {
    case "command":
    case "published":
    case "accepted":
    case "forwarded":
    case "arrived":
    case "dropped":
    case "delivered":
    case "routed":
      return true;
    default:
      return false;
  }
}

/** The newest events of a wire. */
export function keepPassed(before: readonly Passed[], fresh: readonly Passed[]): readonly Passed[] {
  return fresh.length ? [...before, ...fresh].slice(-maxPassed) : before;
}

/** The newest lines, oldest first; `now` is the lab's clock. */
export function wire(passed: readonly Passed[], now: number, filter: Filter = "all"): readonly Row[] {
  const lines = linesOf(passed, now).filter((row) => shows(filter, row));
  return withBurstsFolded(lines).slice(-maxRows);
}

function shows(filter: Filter, row: Row): boolean {
  if (filter === "all") return true;
  if (filter === "messages") return row.is === "publication" || row.is === "arrival";
  return row.server === filter;
}
