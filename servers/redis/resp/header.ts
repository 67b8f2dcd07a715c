// Reads the first line of a RESP value: its type, and either the value itself or how much is still to come.

import type { RespValue } from "./value.ts";

/** What a line begins. `close` returns the value once its bytes or items are complete; null if they are malformed. */
export type Header =
  | { kind: "value"; value: RespValue }
  | { kind: "bulk"; bytes: number; close(bytes: Buffer): RespValue | null }
  | { kind: "aggregate"; count: number; close(items: RespValue[]): RespValue }
  | { kind: "wrong"; reason: string };

/** Reads a line, without its line end. */
export function readHeader(line: Buffer): Header {
  const bytes = line.subarray(1);
  const text = bytes.toString("latin1");
  const type = String.fromCharCode(line[0] ?? 0);
  switch (type) {
    case "+":
      return { kind: "value", value: { type: "simple", bytes } };
    case "-":
      return { kind: "value", value: { type: "error", bytes } };
    case ":":
      if (!/^[+-]?\d{1,19}$/.test(text)) return wrong("invalid integer");
      return { kind: "value", value: { type: "integer", value: BigInt(text) } };
    case "(":
      if (!/^[+-]?\d+$/.test(text)) return wrong("invalid big number");
      return { kind: "value", value: { type: "bigNumber", value: BigInt(text) } };
    case ",":
      return readDouble(text);
    case "#":
      if (text !== "t" && text !== "f") return wrong("invalid boolean");
      return { kind: "value", value: { type: "boolean", value: text === "t" } };
    case "_":
      return text === "" ? none : wrong("invalid null");
    case "$":
      return text === "-1" ? none : bulk(text, (bytes) => ({ type: "bulk", bytes }));
    case "!":
      return bulk(text, (bytes) => ({ type: "blobError", bytes }));
    case "=":
      return bulk(text, verbatim);
    case "*":
      return text === "-1" ? none : aggregate(text, 1, (items) => ({ type: "array", items }));
    case "~":
      return aggregate(text, 1, (items) => ({ type: "set", items }));
    case ">":
      return aggregate(text, 1, (items) => ({ type: "push", items }));
    case "%":
      return aggregate(text, 2, (items) => ({ type: "map", entries: pairs(items) }));
    case "|": {
      const header = aggregate(text, 2, attributed);
      // An attribute is not a separate value: it belongs to the value that follows.
      return header.kind === "aggregate" ? { ...header, count: header.count + 1 } : header;
    }
    default:
      return wrong(`unknown type '${type}'`);
  }
}

const none: Header = { kind: "value", value: { type: "null" } };

function wrong(reason: string): Header {
  return { kind: "wrong", reason };
}

function bulk(text: string, close: (bytes: Buffer) => RespValue | null): Header {
  const bytes = readLength(text);
  return bytes === null ? wrong("invalid bulk length") : { kind: "bulk", bytes, close };
}

function aggregate(text: string, each: number, close: (items: RespValue[]) => RespValue): Header {
  const length = readLength(text);
  return length === null
    ? wrong("invalid multibulk length")
    : { kind: "aggregate", count: length * each, close };
}

function readLength(text: string): number | null {
  return /^(0|[1-9]\d{0,9})$/.test(text) ? Number(text) : null;
}

function readDouble(text: string): Header {
  const value = (value: number): Header => ({ kind: "value", value: { type: "double", value } });
  if (/^-?inf$/i.test(text)) return value(text.startsWith("-") ? -Infinity : Infinity);
  if (/^-?nan$/i.test(text)) return value(Number.NaN);
  return /^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i.test(text) ? value(Number(text)) : wrong("invalid double");
}

function verbatim(bytes: Buffer): RespValue | null {
  if (bytes.length < 4 || bytes.toString("latin1", 3, 4) !== ":") return null;
  return { type: "verbatim", format: bytes.toString("latin1", 0, 3), bytes: bytes.subarray(4) };
}

function attributed(items: RespValue[]): RespValue {
  return { type: "attributed", entries: pairs(items.slice(0, -1)), value: items.at(-1) ?? { type: "null" } };
}

function pairs(items: RespValue[]): [RespValue, RespValue][] {
  const entries: [RespValue, RespValue][] = [];
  for (let i = 0; i < items.length; i += 2) {
    const [key, value] = items.slice(i, i + 2);
    if (key && value) entries.push([key, value]);
  }
  return entries;
}
