// Reads what clients send to Redis: bytes in any split → commands, with Redis' own rules and its own words for errors.
//
//   *2 $4 ECHO $2 hi   an array of bulk strings, what client libraries send
//   ECHO "hi"          an inline command, what a person types into a terminal

import { createByteWindow } from "./byte-window.ts";
import { splitInline } from "./inline.ts";
import { maxLineBytes, type RespError, type RespLimits, respLimits } from "./reader.ts";

/** One command. `args` is empty for an empty line or array, which Redis passes over in silence. */
export interface CommandFrame {
  args: Buffer[];
  raw: Buffer;
}

export interface CommandReader {
  /** Takes the next bytes and returns the commands that they complete. An error is final: later calls return it too. */
  push(chunk: Buffer): { frames: CommandFrame[]; error: RespError | null };
}

const cr = 13;
const lf = 10;
const asterisk = 0x2a;
const dollar = 0x24;
const maxInt = 2 ** 31 - 1;

/** After one step: wait for bytes, take the next step, hand out a command, or give up. */
type Progress = "wait" | "step" | "command" | { wrong: string };

/**
 * Reads commands as `processInputBuffer` in Redis' networking.c does, which is laxer than the protocol: after a `\r`
 * and after a bulk string any byte passes. Where Redis would wait for ever, at a zero byte in a length, this refuses.
 */
export function createCommandReader(options: Partial<Omit<RespLimits, "maxDepth">> = {}): CommandReader {
  const limits = { ...respLimits, ...options };
  const window = createByteWindow();
  let args: Buffer[] = [];
  let missing = 0; // arguments still to come; 0 between commands
  let bulkBytes = -1; // length of the argument that is being read; -1 before its header
  let at = 0;
  let scanned = 0;
  let failure: string | null = null;

  function next(): Progress {
    if (missing > 0) return bulkBytes === -1 ? readBulkLength() : readBulk();
    if (window.length === 0) return "wait";
    return window.at(0) === asterisk ? readCount() : readInline();
  }

  /** Position of the `\r` that ends the line at `at`, when the byte behind it came too; -1 to wait. */
  function lineEnd(): number | "too long" {
    const end = window.find(cr, Math.max(at, scanned));
    scanned = end === -1 ? window.length : end;
    if (scanned - at > maxLineBytes) return "too long";
    return end === -1 || end + 2 > window.length ? -1 : end;
  }

  function readCount(): Progress {
    const end = lineEnd();
    if (end === "too long") return { wrong: "too big mbulk count string" };
    if (end === -1) return "wait";
    const count = parseInteger(window.view(1, end));
    if (count === null || count > maxInt) return { wrong: "invalid multibulk length" };
    at = end + 2;
    missing = Math.max(0, count);
    return missing === 0 ? "command" : "step";
  }

  function readBulkLength(): Progress {
    if (args.length === limits.maxItems) {
      return { wrong: `a command has more than ${limits.maxItems} arguments` };
    }
    const end = lineEnd();
    if (end === "too long") return { wrong: "too big bulk count string" };
    if (end === -1) return "wait";
    const type = window.at(at);
    if (type !== dollar)
      return { wrong: `expected '$', got '${String.fromCharCode(type).replace(/[\r\n]/, " ")}'` };
    const bytes = parseInteger(window.view(at + 1, end));
    if (bytes === null || bytes < 0 || bytes > limits.maxBulkBytes) return { wrong: "invalid bulk length" };
    at = end + 2;
    bulkBytes = bytes;
    return "step";
  }

  function readBulk(): Progress {
    const end = at + bulkBytes;
    if (window.length < end + 2) return "wait";
    args.push(window.view(at, end));
    at = end + 2;
    bulkBytes = -1;
    missing--;
    return missing === 0 ? "command" : "step";
  }

  function readInline(): Progress {
    const end = window.find(lf, scanned);
    scanned = end === -1 ? window.length : end;
    if (scanned > maxLineBytes) return { wrong: "too big inline request" };
    if (end === -1) return "wait";
    const words = splitInline(window.view(0, end > 0 && window.at(end - 1) === cr ? end - 1 : end));
    if (words === null) return { wrong: "unbalanced quotes in request" };
    args = words;
    at = end + 1;
    return "command";
  }

  return {
    push(chunk) {
      const frames: CommandFrame[] = [];
      window.append(chunk);
      while (failure === null) {
        const progress = next();
        if (typeof progress === "object") {
          failure = progress.wrong;
        } else if ((progress === "wait" ? window.length : at) > limits.maxFrameBytes) {
          failure = `a command is larger than ${limits.maxFrameBytes} bytes`;
        } else if (progress === "wait") {
          return { frames, error: null };
        } else if (progress === "command") {
          frames.push({ args, raw: window.take(at) });
          args = [];
          at = scanned = 0;
        }
      }
      args = [];
      return {
        frames,
        error: { message: `ERR Protocol error: ${failure}`, rest: window.take(window.length) },
      };
    },
  };
}

/** Reads a 64-bit integer as Redis' `string2ll`: no sign but `-`, no leading zeros, no spaces; null for all else. */
export function parseInteger(text: Buffer): number | null {
  const digits = text.toString("latin1");
  if (!/^(0|-?[1-9]\d{0,18})$/.test(digits)) return null;
  const value = BigInt(digits);
  return BigInt.asIntN(64, value) === value ? Number(value) : null;
}
