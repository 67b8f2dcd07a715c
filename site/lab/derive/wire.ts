// Trace → what passed the cables of A and B, line by line: commands and Redis' answers, messages and what became of them.
//
//   published + accepted + dropped            → one line: what a server wrote to Redis, and what Redis answered
//   forwarded + arrived + dropped + delivered → one line: what Redis wrote to a server, and what that made of it
//
// Greetings are folded into one line, and so is a burst: what is alike within a quarter of a second.

import type { CableState, Payload, ServerName, Traced, TraceEvent } from "../../../servers/protocol.ts";

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

type RowOf<Is extends Row["is"]> = Extract<Row, { is: Is }>;

export type Filter = "all" | "messages" | ServerName;

const maxRows = 500;
const maxPassed = 3_000;
const burstMs = 250;
/** More lines than this within `burstMs` are a burst. */
const burst = 24;
/** Of a burst, so many lines are kept for looking inside. */
const maxInside = 5;
/** So long after it arrived, what was not delivered was dropped. */
const dropAfterMs = 150;

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

function linesOf(passed: readonly Passed[], now: number): Row[] {
  const rows: Row[] = [];
  /** Lines that wait for what comes after, by the message and the server: the oldest is served first. */
  const asked = createQueues<RowOf<"publication">>();
  const underWay = createQueues<RowOf<"arrival">>();
  const arrived = createQueues<RowOf<"arrival">>();
  /** The greeting that each server's next command may belong to. */
  const greetings: Partial<Record<ServerName, Traced<"command">[]>> = {};
  const payloads = new Map<string, Payload>();

  for (const event of passed) {
    const { seq, at, server } = event;
    const base = { key: String(seq), at, server };
    switch (event.type) {
      case "command": {
        if (!isGreeting(event.text)) {
          rows.push({ ...base, is: "command", text: event.text, reply: event.reply });
          break;
        }
        const greeting = greetings[server];
        if (greeting) greeting.push(event);
        else {
          const commands = [event];
          greetings[server] = commands;
          rows.push({ ...base, is: "greeting", commands });
        }
        continue;
      }
      case "published": {
        const { message, command, channel, bytes, payload } = event;
        const answer: Answer = { is: "none-yet" };
        const row: Row = { ...base, is: "publication", message, command, channel, bytes, payload, answer };
        payloads.set(`${message} ${channel} ${bytes}`, payload);
        asked.add(`${message} ${server}`, row);
        rows.push(row);
        break;
      }
      case "accepted": {
        const row = asked.take(`${event.message} ${server}`);
        if (row)
          row.answer =
            event.error === undefined
              ? { is: "taken", receivers: event.receivers }
              : { is: "refused", error: event.error };
        break;
      }
      case "forwarded": {
        const { message, channel, bytes } = event;
        const payload = payloads.get(`${message} ${channel} ${bytes}`);
        const fate: Fate = { is: "under-way" };
        const row: Row = { ...base, is: "arrival", message, channel, bytes, payload, fate };
        underWay.add(`${message} ${server}`, row);
        rows.push(row);
        break;
      }
      case "arrived": {
        const { message, channel, bytes, payload, own } = event;
        let row = underWay.take(`${message} ${server}`);
        if (!row) {
          row = { ...base, is: "arrival", message, channel, bytes, payload, fate: { is: "arrived" } };
          rows.push(row);
        }
        row.payload = payload;
        row.fate = fateOf(payload, own, now - at > dropAfterMs);
        if (row.fate.is !== "own") arrived.add(`${message} ${server}`, row);
        break;
      }
      case "dropped": {
        const key = `${event.message} ${server}`;
        const lost = { is: "lost", state: event.state } as const;
        if (event.towards === "redis") {
          const row = asked.take(key);
          if (row) row.answer = lost;
        } else {
          const row = underWay.take(key);
          if (row) row.fate = lost;
        }
        break;
      }
      case "delivered": {
        const row = arrived.take(`${event.message} ${server}`);
        if (row) row.fate = { is: "delivered", clients: event.sockets.length };
        continue;
      }
      case "routed":
        rows.push({
          ...base,
          is: "request",
          method: event.method,
          session: event.session,
          status: event.status,
        });
        continue;
    }
    // Whatever else passes this cable ends its greeting.
    delete greetings[server];
  }
  return rows;
}

/** What is certain when it arrives; a delivery, which comes after, says otherwise. */
function fateOf(payload: Payload, own: boolean, isLate: boolean): Fate {
  // A bridge by hand sends plain data: it has no uid, and tells its own clients what comes back.
  if (payload.kind === "text" || payload.kind === "binary") return { is: "arrived" };
  if (own) return { is: "own" };
  if (payload.kind !== "broadcast" || !isLate) return { is: "arrived" };
  if (payload.except.length) return { is: "dropped", why: "except" };
  return { is: "dropped", why: payload.rooms.length ? "room" : "nobody" };
}

/** What a Redis client says to introduce itself, and to ask whether Redis is still there. */
function isGreeting(text: string): boolean {
  return /^(HELLO|CLIENT|AUTH|SELECT|PING)\b/i.test(text);
}

/** By quarters of the lab's own seconds, so that a line once folded stays so. */
function withBurstsFolded(rows: readonly Row[]): Row[] {
  const sizes = new Map<number, number>();
  for (const { at } of rows) sizes.set(bucketOf(at), (sizes.get(bucketOf(at)) ?? 0) + 1);
  const folds = new Map<string, RowOf<"burst">>();
  const folded: Row[] = [];
  for (const row of rows) {
    const bucket = bucketOf(row.at);
    if ((row.is !== "publication" && row.is !== "arrival") || (sizes.get(bucket) ?? 0) <= burst) {
      folded.push(row);
      continue;
    }
    const { is: of, at, server, channel } = row;
    const key = `${bucket} ${server} ${of} ${channel}`;
    let fold = folds.get(key);
    if (!fold) {
      fold = { key, at, server, is: "burst", of, channel, count: 0, bytes: 0, lost: 0, rows: [] };
      folds.set(key, fold);
      folded.push(fold);
    }
    fold.count += 1;
    fold.bytes += row.bytes;
    if ((row.is === "publication" ? row.answer : row.fate).is === "lost") fold.lost += 1;
    fold.rows = [...fold.rows, row].slice(-maxInside);
  }
  return folded;
}

const bucketOf = (at: number) => Math.floor(at / burstMs);

function createQueues<Value>() {
  const queues = new Map<string, Value[]>();
  return {
    add(key: string, value: Value) {
      const queue = queues.get(key);
      if (queue) queue.push(value);
      else queues.set(key, [value]);
    },
    take: (key: string): Value | undefined => queues.get(key)?.shift(),
  };
}
