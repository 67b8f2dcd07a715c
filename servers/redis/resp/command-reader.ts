// Reads what clients send to Redis: bytes in any split → commands, with Redis' own rules and its own words for errors.
//
//   *2 $4 ECHO $2 hi   an array of bulk strings, what client libraries send
//   ECHO "hi"          an inline command, what a person types into a terminal

import { createByteWindow } from "./byte-window.ts";
import { type CommandFrame, createCommandParser } from "./command-parser.ts";
import { type RespError, type RespLimits, respLimits } from "./reader.ts";

export interface CommandReader {
  /** Takes the next bytes and returns the commands that they complete. An error is final: later calls return it too. */
  push(chunk: Buffer): { frames: CommandFrame[]; error: RespError | null };
}

/**
 * Reads commands as `processInputBuffer` in Redis' networking.c does, which is laxer than the protocol: after a `\r`
 * and after a bulk string any byte passes. Where Redis would wait forever, at a zero byte in a length, this refuses.
 */
export function createCommandReader(options: Partial<Omit<RespLimits, "maxDepth">> = {}): CommandReader {
  const limits = { ...respLimits, ...options };
  const window = createByteWindow();
  const parser = createCommandParser(window, limits);
  let failure: string | null = null;

  return {
    push(chunk) {
      const frames: CommandFrame[] = [];
      window.append(chunk);
      while (failure === null) {
        const progress = parser.next();
        if (typeof progress === "object") {
          failure = progress.wrong;
        } else if ((progress === "wait" ? window.length : parser.position()) > limits.maxFrameBytes) {
          failure = `a command is larger than ${limits.maxFrameBytes} bytes`;
        } else if (progress === "wait") {
          return { frames, error: null };
        } else if (progress === "command") {
          frames.push(parser.take());
        }
      }
      return {
        frames,
        error: { message: `ERR Protocol error: ${failure}`, rest: window.take(window.length) },
      };
    },
  };
}
