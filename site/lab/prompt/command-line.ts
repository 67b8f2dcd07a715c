// What you would type at a client's prompt to emit this: the inverse of command.ts.

/** Events that the prompt always asks an acknowledgement for. */
export const isAcknowledged = (event: string): boolean =>
  ["room:join", "room:leave", "room:ask", "who", "ask:servers"].includes(event);

/** @param ack asks for an acknowledgement. */
export function lineOf(event: string, args: readonly unknown[], ack = false): string {
  if (ack && !isAcknowledged(event)) return emitted("ack", event, args);
  const [data] = args;
  if (event === "message" && args.length === 1 && isPlain(data)) return `send ${data}`;
  if (event === "who" && args.length === 0) return "who";
  if (event === "ask:servers" && args.length === 0) return "ask";
  if (event === "room:join" && isPlain(data)) return `join ${data}`;
  if (event === "room:leave" && isPlain(data)) return `leave ${data}`;
  const { room, data: text } = (data ?? {}) as { room?: unknown; data?: unknown };
  if (event === "room:message" && isPlain(room) && !/\s/.test(room) && isPlain(text))
    return `to ${room} ${text}`;
  return emitted("emit", event, args);
}

const emitted = (verb: "emit" | "ack", event: string, args: readonly unknown[]): string =>
  `${verb} ${event} ${args.map((arg) => JSON.stringify(arg) ?? "null").join(", ")}`.trim();

/** Text that can be typed without quotes. */
const isPlain = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.trim() === value && !/[\r\n]/.test(value);
