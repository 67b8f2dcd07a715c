// What passed a cable, event by event → its lines: each question with its answer, each message with what became of it.

import type { Payload, ServerName, Traced } from "../../../servers/protocol.ts";
import type { Answer, Fate, Passed, Row, RowOf } from "./wire-rows.ts";

/** So long after it arrived, what was not delivered was dropped. */
const dropAfterMs = 150;

export function linesOf(passed: readonly Passed[], now: number): Row[] {
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
        if (!greets.has(event.name ?? "")) {
          const { text, reply, code } = event;
          rows.push({ ...base, is: "command", text, reply, ...(code !== undefined && { code }) });
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
const greets: ReadonlySet<string> = new Set(["HELLO", "CLIENT", "AUTH", "SELECT", "PING"]);

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
