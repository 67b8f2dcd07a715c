// Parses one command after the other from a window of bytes: a step at a time, so that any split of the bytes works.

import type { ByteWindow } from "./byte-window.ts";
import { splitInline } from "./inline.ts";
import { parseInteger } from "./integer.ts";
import { maxLineBytes, type RespLimits } from "./reader.ts";

/** One command. `args` is empty for an empty line or array, which Redis passes over in silence. */
export interface CommandFrame {
  args: Buffer[];
  raw: Buffer;
}

/** After one step: wait for bytes, take the next step, hand out a command, or give up. */
export type Progress = "wait" | "step" | "command" | { wrong: string };

export interface CommandParser {
  next: () => Progress;
  /** Returns how many bytes of the window the command has so far. */
  position: () => number;
  /** Takes the complete command out of the window, and begins the next one. */
  take: () => CommandFrame;
}

const cr = 13;
const lf = 10;
const asterisk = 0x2a;
const dollar = 0x24;
const maxInt = 2 ** 31 - 1;

export function createCommandParser(
  window: ByteWindow,
  limits: Pick<RespLimits, "maxItems" | "maxBulkBytes">,
): CommandParser {
  let args: Buffer[] = [];
  let missing = 0; // arguments still to come; 0 between commands
  let bulkBytes = -1; // length of the argument that is being read; -1 before its header
  let at = 0;
  let scanned = 0;

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
    next,
    position: () => at,
    take() {
      const command = { args, raw: window.take(at) };
      args = [];
      at = scanned = 0;
      return command;
    },
  };
}
