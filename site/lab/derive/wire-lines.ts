// Events on a cable → lines: each request with its reply, each message with what became of it.

import type { Payload, ServerName, Traced } from "../../../servers/protocol.ts";
import type { Answer, CableOutcome, Row, RowOf, WireEvent } from "./wire-rows.ts";

/** A message that wasn't delivered this long after it arrived was dropped. */
const dropAfterMs = 150;

export function linesOf(wireEvents: readonly WireEvent[], now: number): Row[] {
  const lines: Lines = {
    rows: [],
    asked: createQueues(),
    underWay: createQueues(),
    arrived: createQueues(),
    greetings: {},
    payloads: new Map(),
  };
  for (const event of wireEvents) {
    add(event, lines, now);
    // Anything else on this cable ends its greeting.
    if (!isPartOfGreeting(event) && !isBesideCable(event)) delete lines.greetings[event.server];
  }
  return lines.rows;
}

interface Lines {
  rows: Row[];
  /** Rows that wait for a later event, by message and server: the oldest is served first. */
  asked: Queues<RowOf<"publication">>;
  underWay: Queues<RowOf<"arrival">>;
  arrived: Queues<RowOf<"arrival">>;
  /** The greeting each server's next command may belong to. */
  greetings: Partial<Record<ServerName, Traced<"command">[]>>;
  payloads: Map<string, Payload>;
}

function add(event: WireEvent, lines: Lines, now: number): void {
  switch (event.type) {
    case "command":
      addCommand(event, lines);
      break;
    case "published":
      addPublication(event, lines);
      break;
    case "accepted": {
      const row = lines.asked.take(keyOf(event));
      if (row) row.answer = answerOf(event);
      break;
    }
    case "forwarded":
      addForwarded(event, lines);
      break;
    case "arrived":
      addArrived(event, lines, now);
      break;
    case "dropped":
      addDropped(event, lines);
      break;
    case "delivered": {
      const row = lines.arrived.take(keyOf(event));
      if (row) row.fate = { is: "delivered", clients: event.sockets.length };
      break;
    }
    case "routed": {
      const { method, session, status } = event;
      lines.rows.push({ ...baseOf(event), is: "request", method, session, status });
      break;
    }
  }
}

function addCommand(event: Traced<"command">, { rows, greetings }: Lines): void {
  if (!isPartOfGreeting(event)) {
    const { text, reply, code } = event;
    rows.push({ ...baseOf(event), is: "command", text, reply, ...(code !== undefined && { code }) });
    return;
  }
  const greeting = greetings[event.server];
  if (greeting) return void greeting.push(event);
  const commands = [event];
  greetings[event.server] = commands;
  rows.push({ ...baseOf(event), is: "greeting", commands });
}

function addPublication(event: Traced<"published">, { rows, asked, payloads }: Lines): void {
  const { message, command, channel, bytes, payload } = event;
  const answer: Answer = { is: "none-yet" };
  const row: Row = { ...baseOf(event), is: "publication", message, command, channel, bytes, payload, answer };
  payloads.set(`${message} ${channel} ${bytes}`, payload);
  asked.add(keyOf(event), row);
  rows.push(row);
}

function addForwarded(event: Traced<"forwarded">, { rows, underWay, payloads }: Lines): void {
  const { message, channel, bytes } = event;
  const payload = payloads.get(`${message} ${channel} ${bytes}`);
  const fate: CableOutcome = { is: "under-way" };
  const row: Row = { ...baseOf(event), is: "arrival", message, channel, bytes, payload, fate };
  underWay.add(keyOf(event), row);
  rows.push(row);
}

function addArrived(event: Traced<"arrived">, { rows, underWay, arrived }: Lines, now: number): void {
  const { at, message, channel, bytes, payload, own } = event;
  let row = underWay.take(keyOf(event));
  if (!row) {
    row = { ...baseOf(event), is: "arrival", message, channel, bytes, payload, fate: { is: "arrived" } };
    rows.push(row);
  }
  row.payload = payload;
  row.fate = fateOf(payload, own, now - at > dropAfterMs);
  if (row.fate.is !== "own") arrived.add(keyOf(event), row);
}

function addDropped(event: Traced<"dropped">, { asked, underWay }: Lines): void {
  const lost = { is: "lost", state: event.state } as const;
  if (event.towards === "redis") {
    const row = asked.take(keyOf(event));
    if (row) row.answer = lost;
  } else {
    const row = underWay.take(keyOf(event));
    if (row) row.fate = lost;
  }
}

const baseOf = ({ seq, at, server }: WireEvent) => ({ key: String(seq), at, server });
const keyOf = ({ message, server }: { message: string; server: ServerName }) => `${message} ${server}`;

function answerOf({ error, receivers }: Traced<"accepted">): Answer {
  return error === undefined ? { is: "taken", receivers } : { is: "refused", error };
}

/** What is known when it arrives; a delivery afterwards overrides it. */
function fateOf(payload: Payload, own: boolean, isLate: boolean): CableOutcome {
  // A hand-written bridge sends plain data: it has no uid, and delivers what comes back to its own clients.
  if (payload.kind === "text" || payload.kind === "binary") return { is: "arrived" };
  if (own) return { is: "own" };
  if (payload.kind !== "broadcast" || !isLate) return { is: "arrived" };
  if (payload.except.length) return { is: "dropped", why: "except" };
  return { is: "dropped", why: payload.rooms.length ? "room" : "nobody" };
}

/** The commands a Redis client uses to introduce itself and to check that Redis is still there. */
const greets: ReadonlySet<string> = new Set(["HELLO", "CLIENT", "AUTH", "SELECT", "PING"]);

const isPartOfGreeting = (event: WireEvent) => event.type === "command" && greets.has(event.name ?? "");
const isBesideCable = ({ type }: WireEvent) => type === "delivered" || type === "routed";

interface Queues<Value> {
  add: (key: string, value: Value) => void;
  take: (key: string) => Value | undefined;
}

function createQueues<Value>(): Queues<Value> {
  const queues = new Map<string, Value[]>();
  return {
    add(key, value) {
      const queue = queues.get(key);
      if (queue) queue.push(value);
      else queues.set(key, [value]);
    },
    take: (key) => queues.get(key)?.shift(),
  };
}
