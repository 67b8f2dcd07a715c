// Reads what Redis sends: bytes in any split → complete RESP2 and RESP3 values, each with its exact bytes.
//
//   chunk ──▶ window ──▶ one token (line or bulk) ──▶ innermost open aggregate ──▶ … ──▶ frame { value, raw }

import { createByteWindow } from "./byte-window.ts";
import { type Header, readHeader } from "./header.ts";
import type { RespValue } from "./value.ts";

/** One complete value. `raw` holds all of its bytes; all `raw`s in a row are the stream. Copy it before you keep it for long. */
export interface RespFrame {
  value: RespValue;
  raw: Buffer;
}

/** Bytes that are not RESP. `message` is an error reply without its `-`, as latin1. */
export interface RespError {
  message: string;
  /** The bytes that belong to no frame and were not in an earlier `rest`. */
  rest: Buffer;
}

export interface RespLimits {
  /** Size of one bulk string; 512 MiB, like Redis' proto-max-bulk-len. */
  maxBulkBytes: number;
  /** Size of one frame with everything inside it; 64 MiB. */
  maxFrameBytes: number;
  /** Values in one frame, on all levels; 1 Mi. */
  maxItems: number;
  /** Nested aggregates; 32. */
  maxDepth: number;
}

export const respLimits: RespLimits = {
  maxBulkBytes: 512 * 1024 ** 2,
  maxFrameBytes: 64 * 1024 ** 2,
  maxItems: 1024 ** 2,
  maxDepth: 32,
};

/** The longest line that Redis accepts: PROTO_INLINE_MAX_SIZE. */
export const maxLineBytes = 64 * 1024;

export interface RespReader {
  /** Takes the next bytes and returns the frames that they complete. An error is final: later calls return it too. */
  push(chunk: Buffer): { frames: RespFrame[]; error: RespError | null };
}

const cr = 13;
const lf = 10;

type Bulk = Extract<Header, { kind: "bulk" }>;
type Aggregate = Extract<Header, { kind: "aggregate" }> & { items: RespValue[] };

/** Reads replies. For commands, which follow other rules, see `createCommandReader`. */
export function createRespReader(options: Partial<RespLimits> = {}): RespReader {
  const limits = { ...respLimits, ...options };
  const window = createByteWindow();
  const open: Aggregate[] = [];
  let bulk: Bulk | null = null;
  let at = 0; // where the next token begins
  let scanned = 0; // no line ends before it
  let items = 0;
  let failure: string | null = null;

  /** Reads one token. Returns a complete frame's value, "step" when there is more to read, or "wait" for more bytes. */
  function next(): RespValue | "step" | "wait" | { wrong: string } {
    return bulk ? readBulk(bulk) : readLine();
  }

  function readBulk({ bytes, close }: Bulk): ReturnType<typeof next> {
    const end = at + bytes;
    if (window.length < end + 2) return "wait";
    if (window.at(end) !== cr || window.at(end + 1) !== lf)
      return { wrong: "bulk string without a line end" };
    const value = close(window.view(at, end));
    if (value === null) return { wrong: "invalid verbatim string" };
    at = scanned = end + 2;
    bulk = null;
    return settle(value);
  }

  function readLine(): ReturnType<typeof next> {
    const end = window.find(cr, Math.max(scanned, at));
    scanned = end === -1 ? window.length : end;
    if (scanned - at > maxLineBytes) return { wrong: "too big line" };
    if (end === -1 || window.length < end + 2) return "wait";
    if (window.at(end + 1) !== lf) return { wrong: "line without a line feed" };
    if (end === at) return { wrong: "empty line" };
    if (++items > limits.maxItems) return { wrong: "too many values" };
    const header = readHeader(window.view(at, end));
    at = scanned = end + 2;
    switch (header.kind) {
      case "wrong":
        return { wrong: header.reason };
      case "value":
        return settle(header.value);
      case "bulk":
        if (header.bytes > limits.maxBulkBytes) return { wrong: "invalid bulk length" };
        bulk = header;
        return "step";
      case "aggregate":
        if (header.count === 0) return settle(header.close([]));
        if (header.count > limits.maxItems) return { wrong: "invalid multibulk length" };
        if (open.length === limits.maxDepth) return { wrong: "too many levels" };
        open.push({ ...header, items: [] });
        return "step";
    }
  }

  /** Adds a value to its aggregate. A full aggregate is added to the one around it, and so on up to the frame. */
  function settle(value: RespValue): RespValue | "step" {
    let settled = value;
    for (let around = open.at(-1); around; around = open.at(-1)) {
      around.items.push(settled);
      if (around.items.length < around.count) return "step";
      open.pop();
      settled = around.close(around.items);
    }
    return settled;
  }

  return {
    push(chunk) {
      const frames: RespFrame[] = [];
      window.append(chunk);
      while (failure === null) {
        const progress = next();
        if (typeof progress === "object" && "wrong" in progress) {
          failure = progress.wrong;
        } else if ((progress === "wait" ? window.length : at) > limits.maxFrameBytes) {
          failure = `a frame is larger than ${limits.maxFrameBytes} bytes`;
        } else if (progress === "wait") {
          return { frames, error: null };
        } else if (progress !== "step") {
          frames.push({ value: progress, raw: window.take(at) });
          at = scanned = items = 0;
        }
      }
      open.length = 0;
      return {
        frames,
        error: { message: `ERR Protocol error: ${failure}`, rest: window.take(window.length) },
      };
    },
  };
}
