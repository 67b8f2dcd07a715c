// Encodes RESP: a server's values, in protocol 2 or 3, and a client's commands.

import type { RespValue } from "./value.ts";

/**
 * Encodes one value. In protocol 2, types of protocol 3 become what Redis sends instead: maps, sets and pushes become
 * arrays, booleans become 0 or 1, other scalars become bulk strings, and attributes are left out.
 */
export function encodeValue(value: RespValue, protocol: 2 | 3): Buffer {
  const parts: Buffer[] = [];
  write(value, protocol, parts);
  return Buffer.concat(parts);
}

/** Encodes a command as an array of bulk strings. */
export function encodeCommand(args: readonly (string | Buffer)[]): Buffer {
  const items = args.map((arg): RespValue => ({ type: "bulk", bytes: Buffer.from(arg) }));
  return encodeValue({ type: "array", items }, 2);
}

function write(value: RespValue, protocol: 2 | 3, parts: Buffer[]): void {
  const line = (text: string) => parts.push(Buffer.from(`${text}\r\n`, "latin1"));
  const bulk = (type: string, bytes: Buffer) => {
    line(`${type}${bytes.length}`);
    parts.push(bytes, lineEnd);
  };
  const aggregate = (type: string, count: number, items: readonly RespValue[]) => {
    line(`${type}${count}`);
    for (const item of items) write(item, protocol, parts);
  };
  const scalar = (type: string, text: string) =>
    protocol === 3 ? line(type + text) : bulk("$", Buffer.from(text));

  switch (value.type) {
    case "simple":
    case "error":
      parts.push(value.type === "simple" ? plus : minus, value.bytes, lineEnd);
      return;
    case "bulk":
      bulk("$", value.bytes);
      return;
    case "blobError":
      if (protocol === 3) bulk("!", value.bytes);
      else
        parts.push(
          minus,
          Buffer.from(value.bytes.toString("latin1").replace(/[\r\n]/g, " "), "latin1"),
          lineEnd,
        );
      return;
    case "verbatim":
      if (protocol === 2) bulk("$", value.bytes);
      else bulk("=", Buffer.concat([Buffer.from(`${value.format}:`, "latin1"), value.bytes]));
      return;
    case "integer":
      line(`:${value.value}`);
      return;
    case "bigNumber":
      scalar("(", String(value.value));
      return;
    case "double":
      scalar(",", doubleText(value.value));
      return;
    case "boolean":
      line(protocol === 3 ? `#${value.value ? "t" : "f"}` : `:${value.value ? 1 : 0}`);
      return;
    case "null":
      line(protocol === 3 ? "_" : "$-1");
      return;
    case "array":
      aggregate("*", value.items.length, value.items);
      return;
    case "set":
      aggregate(protocol === 3 ? "~" : "*", value.items.length, value.items);
      return;
    case "push":
      aggregate(protocol === 3 ? ">" : "*", value.items.length, value.items);
      return;
    case "map":
      if (protocol === 3) aggregate("%", value.entries.length, value.entries.flat());
      else aggregate("*", value.entries.length * 2, value.entries.flat());
      return;
    case "attributed":
      if (protocol === 3) aggregate("|", value.entries.length, value.entries.flat());
      write(value.value, protocol, parts);
      return;
  }
}

const plus = Buffer.from("+");
const minus = Buffer.from("-");
const lineEnd = Buffer.from("\r\n");

function doubleText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0" : String(value);
}
