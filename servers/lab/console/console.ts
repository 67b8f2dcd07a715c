// The learner's Redis terminal: what they type goes to the real Redis over RESP2, and its answers come back as redis-cli prints them.

import { createRespReader } from "../../redis/resp.ts";
import { encodeCommand } from "../../redis/resp-encode.ts";
import { splitInline } from "../../redis/resp-inline.ts";
import type { RespValue } from "../../redis/resp-value.ts";
import { connectTo } from "../../redis/target.ts";
import { confine, helpLines } from "./commands.ts";

export interface RedisConsole {
  /** Carries out what was typed; everything that Redis says is printed. */
  type: (line: string) => void;
  close: () => void;
}

const maxLineLength = 4096;
const maxItems = 200;
const maxCommandsPerSecond = 50;
const maxLinesPerSecond = 500;

/**
 * Opens the console of one lab, whose corner of Redis is everything that begins with `prefix`. It connects with the
 * first command, and again after the connection was lost.
 */
export function createConsole(
  redisUrl: string,
  prefix: string,
  print: (lines: string[]) => void,
): RedisConsole {
  let connection: ReturnType<typeof connect> | undefined;
  const commands = createAllowance(maxCommandsPerSecond);
  const lines = createAllowance(maxLinesPerSecond);

  function connect() {
    const socket = connectTo(new URL(redisUrl));
    const reader = createRespReader();
    // What signing in answers is not the learner's business, unless Redis refuses it.
    let unasked = 0;
    const { username, password, pathname } = new URL(redisUrl);
    const signIn = [
      ...(password
        ? [["AUTH", ...(username ? [decodeURIComponent(username)] : []), decodeURIComponent(password)]]
        : []),
      ...(pathname.length > 1 ? [["SELECT", pathname.slice(1)]] : []),
    ];
    for (const command of signIn) {
      socket.write(encodeCommand(command));
      unasked += 1;
    }
    socket.on("data", (chunk: Buffer) => {
      for (const { value } of reader.push(chunk).frames) {
        if (unasked > 0 && value.type !== "error") unasked -= 1;
        else say(format(value, prefix));
      }
    });
    socket.on("error", (error) => say([`(error) Redis does not answer: ${error.message}. Try again.`]));
    socket.on("close", () => {
      connection = undefined;
    });
    return socket;
  }

  function say(said: string[]): void {
    const left = lines.take(said.length);
    if (left >= 0) print(said);
    else if (left + said.length >= 0)
      print([`(more than ${maxLinesPerSecond} lines a second: the rest is left out)`]);
  }

  return {
    type(line) {
      if (commands.take(1) < 0)
        return say([`(error) The console takes ${maxCommandsPerSecond} commands a second.`]);
      if (line.length > maxLineLength)
        return say([`(error) A line has at most ${maxLineLength} characters.`]);
      const args = splitInline(Buffer.from(line));
      if (!args) return say(["(error) Unbalanced quotes"]);
      if (args.length === 0) return;
      if (String(args[0]).toUpperCase() === "HELP") return say(helpLines());
      const confined = confine(args, prefix);
      if ("refused" in confined) return say([`(error) ${confined.refused}.`]);
      connection ??= connect();
      connection.write(encodeCommand(confined.args));
    },
    close: () => connection?.destroy(),
  };
}

/** A Redis answer as redis-cli prints it, without the prefix of the lab. */
function format(value: RespValue, prefix: string): string[] {
  switch (value.type) {
    case "simple":
      return [value.bytes.toString("utf8")];
    case "error":
    case "blobError":
      return [`(error) ${value.bytes.toString("utf8").replaceAll(prefix, "")}`];
    case "integer":
      return [`(integer) ${value.value}`];
    case "null":
      return ["(nil)"];
    case "bulk": {
      const text = value.bytes.toString("utf8").replaceAll(prefix, "");
      return text.includes("\n") ? text.trimEnd().split(/\r?\n/) : [JSON.stringify(text)];
    }
    case "array": {
      if (value.items.length === 0) return ["(empty array)"];
      const shown = value.items.slice(0, maxItems).flatMap((item, index) => {
        const label = `${index + 1}) `;
        return format(item, prefix).map((line, row) => (row === 0 ? label : " ".repeat(label.length)) + line);
      });
      const more = value.items.length - maxItems;
      return more > 0 ? [...shown, `(and ${more} more)`] : shown;
    }
    default:
      return [`(${value.type})`]; // RESP3 only, which this connection does not speak
  }
}

/** So many of something each second; `take` answers what is left, below zero when it is too much. */
function createAllowance(perSecond: number) {
  let ends = 0;
  let left = 0;
  return {
    take(count: number): number {
      if (Date.now() >= ends) {
        ends = Date.now() + 1000;
        left = perSecond;
      }
      left -= count;
      return left;
    },
  };
}
