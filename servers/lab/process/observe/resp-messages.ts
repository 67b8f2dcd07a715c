// Reads RESP values: channel messages, stream entries, and any value as text.
import type { RespValue } from "../../../redis/resp/value.ts";

/** What a subscribed connection receives: a confirmation (without payload), or a message from a channel. */
export interface ChannelMessage {
  kind: string;
  channel: string;
  payload: Buffer | null;
}

/** Returns null for a reply to a command. RESP3 sends messages as pushes, RESP2 as arrays. */
export function messageOf(value: RespValue): ChannelMessage | null {
  if (value.type !== "push" && value.type !== "array") return null;
  const [first, ...rest] = value.items;
  if (first?.type !== "bulk" || rest.length < 2) return null;
  const kind = first.bytes.toString();
  if (/^[ps]?(un)?subscribe$/.test(kind)) {
    return { kind, channel: rest[0] ? textOf(rest[0]) : "", payload: null };
  }
  if (!/^[ps]?message$/.test(kind)) return null;
  const [channel, payload] = rest.slice(-2);
  if (!channel || payload?.type !== "bulk") return null;
  return { kind, channel: textOf(channel), payload: payload.bytes };
}

export interface StreamEntry {
  stream: string;
  id: string;
  /** Alternating fields and values. */
  fields: Buffer[];
}

/** Returns the entries in a reply to XREAD: a map of streams (RESP3), or an array of pairs (RESP2). */
export function entriesOf(value: RespValue): StreamEntry[] {
  const streams = value.type === "map" ? value.entries : pairsOf(value);
  return streams.flatMap(([stream, entries]) =>
    itemsOf(entries).flatMap((entry) => {
      const [id, fields] = itemsOf(entry);
      if (!id || !fields) return [];
      return [{ stream: textOf(stream), id: textOf(id), fields: itemsOf(fields).map(bytesOf) }];
    }),
  );
}

export function isError(value: RespValue): boolean {
  return value.type === "error" || value.type === "blobError";
}

/** Returns the code of a Redis error: its first word. */
export function codeOf(error: string): string {
  return error.split(" ", 1)[0] ?? "";
}

export function bytesOf(value: RespValue): Buffer {
  return "bytes" in value ? value.bytes : Buffer.alloc(0);
}

export function textOf(value: RespValue): string {
  switch (value.type) {
    case "simple":
    case "error":
    case "bulk":
    case "blobError":
    case "verbatim":
      return value.bytes.toString("utf8");
    case "integer":
    case "bigNumber":
    case "double":
    case "boolean":
      return String(value.value);
    case "null":
      return "nil";
    case "array":
    case "set":
    case "push":
      return `[${value.items.map(textOf).join(", ")}]`;
    case "map":
      return `{${value.entries.map(([key, inner]) => `${textOf(key)}: ${textOf(inner)}`).join(", ")}}`;
    case "attributed":
      return textOf(value.value);
  }
}

function itemsOf(value: RespValue): RespValue[] {
  return "items" in value ? value.items : [];
}

function pairsOf(value: RespValue): [RespValue, RespValue][] {
  return itemsOf(value).flatMap((pair) => {
    const [first, second] = itemsOf(pair);
    return first && second ? [[first, second] as [RespValue, RespValue]] : [];
  });
}
