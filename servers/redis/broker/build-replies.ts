// Builds the replies of the broker's commands.

import type { RespValue } from "../resp/value.ts";

export const ok = simple("OK");
export const nullReply: RespValue = { type: "null" };

export function simple(text: string): RespValue {
  return { type: "simple", bytes: Buffer.from(text, "latin1") };
}

export function bulk(bytes: string | Buffer): RespValue {
  return { type: "bulk", bytes: typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes };
}

export function integer(value: number): RespValue {
  return { type: "integer", value: BigInt(value) };
}

export function array(items: RespValue[]): RespValue {
  return { type: "array", items };
}

export function push(items: RespValue[]): RespValue {
  return { type: "push", items };
}

/** Returns text for people: a verbatim string in RESP3. */
export function verbatim(text: string): RespValue {
  return { type: "verbatim", format: "txt", bytes: Buffer.from(text, "latin1") };
}

export function map(fields: Record<string, RespValue>): RespValue {
  return { type: "map", entries: Object.entries(fields).map(([name, value]) => [bulk(name), value]) };
}

/** Returns an error with the code `ERR`, unless the text begins with one, like `-NOPROTO …`. Line ends become spaces. */
export function error(text: string): RespValue {
  const line = text.startsWith("-") ? text.slice(1) : `ERR ${text}`;
  return { type: "error", bytes: Buffer.from(line.replace(/[\r\n]/g, " "), "latin1") };
}

/** Returns an argument as Redis prints it in an error: up to the first zero byte, and at most `max` bytes. */
export function printed(arg: Buffer, max = Number.POSITIVE_INFINITY): string {
  return arg.toString("latin1").replace(/\0.*$/s, "").slice(0, max);
}
