// What one would type at a client's prompt to emit this: the way back of command.ts.

export function lineOf(event: string, args: readonly unknown[]): string {
  const [data] = args;
  if (event === "message" && args.length === 1 && isPlain(data)) return `send ${data}`;
  if (event === "who" && args.length === 0) return "who";
  if (event === "ask:servers" && args.length === 0) return "ask";
  if (event === "room:join" && isPlain(data)) return `join ${data}`;
  if (event === "room:leave" && isPlain(data)) return `leave ${data}`;
  const { room, data: text } = (data ?? {}) as { room?: unknown; data?: unknown };
  if (event === "room:message" && isPlain(room) && !/\s/.test(room) && isPlain(text))
    return `to ${room} ${text}`;
  return [`emit ${event}`, args.map((arg) => JSON.stringify(arg) ?? "null").join(", ")].join(" ").trim();
}

/** Text that the prompt takes as it is. */
const isPlain = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.trim() === value && !/[\r\n]/.test(value);
