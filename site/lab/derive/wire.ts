// Trace → what passed the cables of A and B, line by line: commands and Redis' answers, messages and what became of them.
//
//   published + accepted + dropped            → one line: what a server wrote to Redis, and what Redis answered
//   forwarded + arrived + dropped + delivered → one line: what Redis wrote to a server, and what that made of it
//
// Greetings are folded into one line, and so is a burst: what is alike within a quarter of a second. The lines are made in
// wire-lines.ts, bursts in wire-bursts.ts.

import type { CableState, Payload, ServerName, Traced, TraceEvent } from "../../../servers/protocol.ts";
import { withBurstsFolded } from "./wire-bursts.ts";
import { linesOf } from "./wire-lines.ts";

/** The events that say something about a cable. */
export type Passed = Traced<
  "command" | "published" | "accepted" | "forwarded" | "arrived" | "dropped" | "delivered" | "routed"
>;

/** What Redis answered to a publication. */
export type Answer =
  | { is: "none-yet" }
  /** To so many connections it was handed; null for a stream, which only keeps it. */
  | { is: "taken"; receivers: number | null }
  | { is: "refused"; error: string }
  | { is: "lost"; state: CableState["state"] };

/** What became of a message on its way from Redis into a server. */
export type Fate =
  | { is: "under-way" }
  | { is: "lost"; state: CableState["state"] }
  /** The server published it itself, and its adapter knows it by its uid. */
  | { is: "own" }
  | { is: "delivered"; clients: number }
  /** It arrived and nobody was written to: nobody is in these rooms, or nobody is there at all. */
  | { is: "dropped"; why: "room" | "except" | "nobody" }
  /** The adapter has it: a question or an answer, or a broadcast that is about to be delivered. */
  | { is: "arrived" };

export type Row = { key: string; at: number; server: ServerName } & (
  | { is: "greeting"; commands: readonly Traced<"command">[] }
  | { is: "command"; text: string; reply: string }
  | {
      is: "publication";
      message: string;
      command: Traced<"published">["command"];
      channel: string;
      bytes: number;
      payload: Payload;
      answer: Answer;
    }
  | {
      is: "arrival";
      message: string;
      channel: string;
      bytes: number;
      /** Unknown when it came from elsewhere and the cable lost it. */
      payload: Payload | undefined;
      fate: Fate;
    }
  | { is: "request"; method: string; session: string | null; status: number | null }
  /** So many publications or arrivals of one channel at once, the newest of them at its end. */
  | {
      is: "burst";
      of: "publication" | "arrival";
      channel: string;
      count: number;
      bytes: number;
      lost: number;
      rows: readonly Row[];
    }
);

export type RowOf<Is extends Row["is"]> = Extract<Row, { is: Is }>;

export type Filter = "all" | "messages" | ServerName;

const maxRows = 500;
const maxPassed = 3_000;

/** The events of the trace that a wire is made of. */
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
