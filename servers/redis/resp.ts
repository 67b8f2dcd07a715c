// Reads what Redis answers: bytes in any split → complete RESP2 and RESP3 values, each with its exact bytes.
//
//   chunk ──▶ window ──▶ one token (line or bulk) ──▶ innermost open aggregate ──▶ … ──▶ frame { value, raw }

import { createByteWindow } from "./byte-window.ts";

/** A value of RESP2 or RESP3. What is bytes on the wire stays bytes; the two RESP2 nulls and the RESP3 one are `null`. */
export type RespValue =
  | { type: "simple" | "error" | "bulk" | "blobError"; bytes: Buffer }
  | { type: "verbatim"; format: string; bytes: Buffer }
  | { type: "integer" | "bigNumber"; value: bigint }
  | { type: "double"; value: number }
  | { type: "boolean"; value: boolean }
  | { type: "null" }
  | { type: "array" | "set" | "push"; items: RespValue[] }
  | { type: "map"; entries: [RespValue, RespValue][] }
  | { type: "attributed"; entries: [RespValue, RespValue][]; value: RespValue };

/** One complete value. `raw` is every byte of it: all the `raw`s in a row are the stream. Copy what is kept for long. */
export interface RespFrame {
  value: RespValue;
  raw: Buffer;
}

/** Bytes that are not RESP. `message` is the error reply without its `-`; one character is one byte (latin1). */
export interface RespError {
  message: string;
  /** The bytes that belong to no frame and were not answered in an earlier `rest`. */
  rest: Buffer;
}

export interface RespLimits {
  /** Of one bulk string; 512 MiB, as Redis' proto-max-bulk-len. */
  maxBulkBytes: number;
  /** Of one frame with everything inside it; 64 MiB. */
  maxFrameBytes: number;
  /** Values in one frame, counted through all levels; 1 Mi. */
  maxItems: number;
  /** Aggregates inside each other; 32. */
  maxDepth: number;
}

export const respLimits: RespLimits = {
  maxBulkBytes: 512 * 1024 ** 2,
  maxFrameBytes: 64 * 1024 ** 2,
  maxItems: 1024 ** 2,
  maxDepth: 32,
};

/** The longest line that Redis reads: PROTO_INLINE_MAX_SIZE. */
export const maxLineBytes = 64 * 1024;

export interface RespReader {
  /** Takes the next bytes and answers what they complete. An error is for good: every later call answers it too. */
  push(chunk: Buffer): { frames: RespFrame[]; error: RespError | null };
}

const cr = 13;
const lf = 10;

interface Aggregate {
  /** How many values are still to come. */
  missing: number;
  items: RespValue[];
  close(items: RespValue[]): RespValue;
}

/** Reads replies. For what a client sends to Redis, which follows other rules, see `createCommandReader`. */
export function createRespReader(options: Partial<RespLimits> = {}): RespReader {
  const limits = { ...respLimits, ...options };
  const window = createByteWindow();
  let open: Aggregate[] = [];
  let bulk: { bytes: number; close(bytes: Buffer): RespValue | string } | null = null;
  let at = 0; // where the next token begins
  let scanned = 0; // no line ends before it
  let items = 0;
  let failure: string | null = null;

  /** One token: a value, an opened aggregate or bulk (null), a string that says what is wrong; undefined to wait. */
  function next(): RespValue | null | string | undefined {
    if (bulk) {
      const end = at + bulk.bytes;
      if (window.length < end + 2) return undefined;
      if (window.at(end) !== cr || window.at(end + 1) !== lf) return "bulk string without a line end";
      const value = bulk.close(window.view(at, end));
      at = scanned = end + 2;
      bulk = null;
      return value;
    }
    const end = window.find(cr, Math.max(scanned, at));
    scanned = end === -1 ? window.length : end;
    if (scanned - at > maxLineBytes) return "too big line";
    if (end === -1 || window.length < end + 2) return undefined;
    if (end === at) return "empty line";
    if (window.at(end + 1) !== lf) return "line without a line feed";
    if (++items > limits.maxItems) return "too many values";
    const type = window.at(at);
    const line = window.view(at + 1, end);
    at = scanned = end + 2;
    return header(String.fromCharCode(type), line);
  }

  function header(type: string, line: Buffer): RespValue | null | string {
    const text = line.toString("latin1");
    switch (type) {
      case "+":
        return { type: "simple", bytes: line };
      case "-":
        return { type: "error", bytes: line };
      case ":":
        return /^[+-]?\d{1,19}$/.test(text) ? { type: "integer", value: BigInt(text) } : "invalid integer";
      case "(":
        return /^[+-]?\d+$/.test(text) ? { type: "bigNumber", value: BigInt(text) } : "invalid big number";
      case ",":
        return double(text);
      case "#":
        return text === "t" || text === "f" ? { type: "boolean", value: text === "t" } : "invalid boolean";
      case "_":
        return text === "" ? { type: "null" } : "invalid null";
      case "$":
        if (text === "-1") return { type: "null" };
        return openBulk(text, (bytes) => ({ type: "bulk", bytes }));
      case "!":
        return openBulk(text, (bytes) => ({ type: "blobError", bytes }));
      case "=":
        return openBulk(text, verbatim);
      case "*":
        if (text === "-1") return { type: "null" };
        return openAggregate(text, 1, 0, (items) => ({ type: "array", items }));
      case "~":
        return openAggregate(text, 1, 0, (items) => ({ type: "set", items }));
      case ">":
        return openAggregate(text, 1, 0, (items) => ({ type: "push", items }));
      case "%":
        return openAggregate(text, 2, 0, (items) => ({ type: "map", entries: pairs(items) }));
      case "|":
        // An attribute is not a value of its own: it belongs to the one that follows.
        return openAggregate(text, 2, 1, (items) => {
          const value = items.pop() ?? { type: "null" };
          return { type: "attributed", entries: pairs(items), value };
        });
      default:
        return `unknown type '${type}'`;
    }
  }

  function openBulk(text: string, close: (bytes: Buffer) => RespValue | string): null | string {
    const bytes = length(text);
    if (bytes === null || bytes > limits.maxBulkBytes) return "invalid bulk length";
    bulk = { bytes, close };
    return null;
  }

  function openAggregate(
    text: string,
    each: number,
    extra: number,
    close: Aggregate["close"],
  ): RespValue | null | string {
    const count = length(text);
    if (count === null || count * each > limits.maxItems) return "invalid multibulk length";
    const missing = count * each + extra;
    if (missing === 0) return close([]);
    if (open.length === limits.maxDepth) return "too many levels";
    open.push({ missing, items: [], close });
    return null;
  }

  /** Puts a value where it belongs; answers it when nothing around it is open any more. */
  function settle(value: RespValue): RespValue | null {
    let settled = value;
    for (let top = open.at(-1); top; top = open.at(-1)) {
      top.items.push(settled);
      if (--top.missing > 0) return null;
      open.pop();
      settled = top.close(top.items);
    }
    return settled;
  }

  return {
    push(chunk) {
      const frames: RespFrame[] = [];
      window.append(chunk);
      while (failure === null) {
        const token = next();
        if ((token === undefined ? window.length : at) > limits.maxFrameBytes) {
          failure = `a frame is larger than ${limits.maxFrameBytes} bytes`;
        } else if (token === undefined) {
          return { frames, error: null };
        } else if (typeof token === "string") {
          failure = token;
        } else if (token !== null) {
          const value = settle(token);
          if (value === null) continue;
          frames.push({ value, raw: window.take(at) });
          at = scanned = items = 0;
        }
      }
      open = [];
      return {
        frames,
        error: { message: `ERR Protocol error: ${failure}`, rest: window.take(window.length) },
      };
    },
  };
}

function length(text: string): number | null {
  return /^(0|[1-9]\d{0,9})$/.test(text) ? Number(text) : null;
}

function double(text: string): RespValue | string {
  if (/^-?inf$/i.test(text)) return { type: "double", value: text.startsWith("-") ? -Infinity : Infinity };
  if (/^-?nan$/i.test(text)) return { type: "double", value: Number.NaN };
  if (!/^[+-]?\d+(\.\d*)?(e[+-]?\d+)?$/i.test(text)) return "invalid double";
  return { type: "double", value: Number(text) };
}

function verbatim(bytes: Buffer): RespValue | string {
  if (bytes.length < 4 || bytes[3] !== 0x3a) return "invalid verbatim string";
  return { type: "verbatim", format: bytes.toString("latin1", 0, 3), bytes: bytes.subarray(4) };
}

function pairs(items: RespValue[]): [RespValue, RespValue][] {
  const entries: [RespValue, RespValue][] = [];
  for (let i = 0; i < items.length; i += 2) {
    const [key, value] = items.slice(i, i + 2);
    if (key && value) entries.push([key, value]);
  }
  return entries;
}
