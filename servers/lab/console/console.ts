// The learner's Redis terminal: what they type goes to the real Redis, and its answers come back as redis-cli prints them.
//
//   line ──▶ confine to the lab ──▶ turn of the lab ──▶ connection ──▶ Redis
//   printed lines ◀── format ◀── answers and messages ◀──┘
import { setTimeout as delay } from "node:timers/promises";
import { createRate } from "../../rate.ts";
import { splitInline } from "../../redis/resp/inline.ts";
import type { RespValue } from "../../redis/resp/value.ts";
import { type Confined, confine, helpLines } from "./commands.ts";
import { type Connection, connectConsole, maxAnswerBytes } from "./connection.ts";
import { format } from "./format.ts";
import { findKeys } from "./keys.ts";

export interface RedisConsole {
  /** Carries out what was typed; everything that Redis says is printed. */
  type: (line: string) => void;
  close: () => void;
}

/** All consoles of one lab, which share what a lab may ask of Redis. */
export interface Consoles {
  open: (print: (lines: string[]) => void) => RedisConsole;
}

const maxLineLength = 4096;
const maxWaiting = 20;
const maxSubscriptions = 100;
const commandsPerSecond = 50;
const linesPerSecond = 500;
/** What all consoles of a lab may write while the lab lives, with what Redis needs for each argument beside its bytes. */
const maxWrittenBytes = 512 * 1024;
const bytesPerArgument = 64;
/** A lab waits after each answer as long as it takes at this speed. */
const bytesPerSecond = maxAnswerBytes;

type Command = Exclude<Confined, { refused: string }>;

/**
 * The consoles of one lab, whose corner of Redis is everything that begins with `prefix`. Each connects with its first
 * command, and again after its connection was lost. A lab has one command under way at a time.
 */
export function createConsoles(redisUrl: string, prefix: string): Consoles {
  const commands = createRate({ most: commandsPerSecond, perSecond: commandsPerSecond });
  const lines = createRate({ most: linesPerSecond, perSecond: linesPerSecond });
  const connections = new Set<Connection>();
  let written = 0;
  let waiting = 0;
  let turn = Promise.resolve();

  /** Why this command may not be asked now, or null. */
  function refusal({ name, command, args }: Command): string | null {
    if (command.writes) {
      const bytes = args.reduce((sum, arg) => sum + arg.length + bytesPerArgument, 0);
      if (written + bytes > maxWrittenBytes)
        return `The consoles of a lab write at most ${maxWrittenBytes / 1024} kB, and these have. Open another lab`;
      written += bytes;
    }
    const subscriptions = [...connections].reduce((sum, connection) => sum + connection.subscriptions(), 0);
    const isSubscribing = /^[PS]?SUBSCRIBE$/.test(name);
    if (isSubscribing && subscriptions + args.length - 1 > maxSubscriptions)
      return `The consoles of a lab have at most ${maxSubscriptions} subscriptions, and these have ${subscriptions}`;
    return null;
  }

  function open(print: (lines: string[]) => void): RedisConsole {
    let connection: Connection | null = null;
    let isClosed = false;
    let isLeavingOut = false;

    function say(said: string[]): void {
      if (isClosed) return;
      const characters = said.reduce((sum, line) => sum + line.length, 0);
      const cost = said.length + Math.ceil(characters / 2000);
      if (lines.take(Math.min(cost, linesPerSecond))) {
        isLeavingOut = false;
        print(said);
      } else if (!isLeavingOut) {
        isLeavingOut = true;
        print([`(more than ${linesPerSecond} lines a second: the rest is left out)`]);
      }
    }

    function connect(): Connection {
      if (connection?.isOpen()) return connection;
      if (connection) connections.delete(connection);
      connection = connectConsole(redisUrl, (value) => say(format(value, prefix)));
      connections.add(connection);
      return connection;
    }

    async function carryOut(command: Command): Promise<void> {
      if (isClosed) return;
      const why = refusal(command);
      if (why !== null) return say([`(error) ${why}.`]);
      const mine = connect();
      const had = mine.subscriptions();
      let bytes = 0;
      const answered = (value: RespValue) => {
        const said = format(value, prefix);
        bytes += sizeOf(value);
        say(said);
      };
      try {
        if (command.name === "KEYS" && command.args.length === 2)
          bytes += await findKeys(mine, command.args, answered);
        else await mine.ask(command.args, answered);
      } catch (error) {
        connections.delete(mine);
        const lost = had > 0 ? " What was subscribed is over." : "";
        const reason = error instanceof Error ? error.message : String(error);
        say([`(error) ${reason}.${lost} The next command connects again.`]);
        bytes = maxAnswerBytes;
      }
      await delay((1000 * bytes) / bytesPerSecond);
    }

    /** What was typed as a command for Redis; or what there is to print instead. */
    function read(line: string): Command | string[] {
      if (!commands.take())
        return [`(error) The consoles of a lab take ${commandsPerSecond} commands a second.`];
      if (line.length > maxLineLength) return [`(error) A line has at most ${maxLineLength} characters.`];
      const words = splitInline(Buffer.from(line));
      if (!words) return ["(error) Unbalanced quotes"];
      if (words.length === 0) return [];
      if (String(words[0]).toUpperCase() === "HELP") return helpLines();
      const confined = confine(words, prefix);
      if ("refused" in confined) return [`(error) ${confined.refused}.`];
      if (waiting >= maxWaiting)
        return [`(error) ${maxWaiting} commands of this lab wait for their answers.`];
      return confined;
    }

    function type(line: string): void {
      const command = read(line);
      if (Array.isArray(command)) return void (command.length > 0 && say(command));
      waiting += 1;
      turn = turn
        .then(() => carryOut(command))
        .finally(() => {
          waiting -= 1;
        });
    }

    return {
      type,
      close() {
        isClosed = true;
        connection?.close();
        if (connection) connections.delete(connection);
      },
    };
  }

  return { open };
}

function sizeOf(value: RespValue): number {
  if ("bytes" in value) return value.bytes.length;
  return "items" in value ? value.items.reduce((sum, item) => sum + 16 + sizeOf(item), 0) : 0;
}
