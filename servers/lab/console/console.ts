// The learner's Redis terminal: runs what they type on the real Redis, and prints its replies as redis-cli does.
//
//   line ──▶ confine to the lab ──▶ turn of the lab ──▶ connection ──▶ Redis
//   printed lines ◀── format ◀── replies and messages ◀──┘
import { setTimeout as delay } from "node:timers/promises";
import { splitInline } from "../../redis/resp/inline.ts";
import type { RespValue } from "../../redis/resp/value.ts";
import {
  type ConsoleBudget,
  type ConsoleCommandCall,
  createConsoleBudget,
  linesPerSecond,
} from "./budget.ts";
import { confine, helpLines } from "./commands.ts";
import { format } from "./format-reply.ts";
import { type Connection, connectConsole, maxReplyBytes } from "./redis-connection.ts";
import { findKeys } from "./scan-keys.ts";

export interface RedisConsole {
  /** Runs a line that was typed. Everything that Redis replies is printed. */
  type: (line: string) => void;
  close: () => void;
}

/** All consoles of one lab. They share one budget. */
export interface Consoles {
  /** Opens a console that calls `print` with each group of lines. */
  open: (print: (lines: string[]) => void) => RedisConsole;
}

const maxLineLength = 4096;
const maxWaiting = 20;
/** After each reply the lab waits for as long as the reply takes at this speed. */
const bytesPerSecond = maxReplyBytes;

/** What the consoles of one lab share. */
interface Shared {
  redisUrl: string;
  prefix: string;
  budget: ConsoleBudget;
  /** Runs work once all earlier work of the lab is done. Returns false when too much work waits already. */
  inTurn: (work: () => Promise<void>) => boolean;
}

/**
 * Creates the consoles of one lab, which can only reach what begins with `prefix` in Redis. Each connects with its first
 * command, and again after its connection was lost. A lab runs one command at a time.
 */
export function createConsoles(redisUrl: string, prefix: string): Consoles {
  let waiting = 0;
  let turn = Promise.resolve();

  function inTurn(work: () => Promise<void>): boolean {
    if (waiting >= maxWaiting) return false;
    waiting += 1;
    turn = turn.then(work).finally(() => {
      waiting -= 1;
    });
    return true;
  }

  const shared: Shared = { redisUrl, prefix, budget: createConsoleBudget(), inTurn };
  return { open: (print) => openConsole(shared, print) };
}

function openConsole(
  { redisUrl, prefix, budget, inTurn }: Shared,
  print: (lines: string[]) => void,
): RedisConsole {
  let connection: Connection | null = null;
  let isClosed = false;
  let isLeavingOut = false;

  function printBounded(lines: string[]): void {
    if (isClosed) return;
    if (budget.takeLines(lines)) {
      isLeavingOut = false;
      print(lines);
    } else if (!isLeavingOut) {
      isLeavingOut = true;
      print([`(more than ${linesPerSecond} lines a second: the rest is left out)`]);
    }
  }

  function connect(): Connection {
    if (connection?.isOpen()) return connection;
    if (connection) budget.connections.delete(connection);
    const opened = connectConsole(
      redisUrl,
      (value) => printBounded(format(value, prefix)),
      (why) => {
        budget.connections.delete(opened);
        printLost(why, true);
      },
    );
    connection = opened;
    budget.connections.add(opened);
    return opened;
  }

  function printLost(why: string, wasSubscribed: boolean): void {
    const lost = wasSubscribed ? " Its subscriptions are gone." : "";
    printBounded([`(error) ${why}.${lost} The next command connects again.`]);
  }

  async function run(call: ConsoleCommandCall): Promise<void> {
    if (isClosed) return;
    const refusal = budget.refuse(call);
    if (refusal !== null) return printBounded([`(error) ${refusal}.`]);
    const opened = connect();
    const subscriptions = opened.subscriptions();
    let bytes = 0;
    const onReply = (value: RespValue) => {
      bytes += sizeOf(value);
      printBounded(format(value, prefix));
    };
    try {
      if (call.name === "KEYS" && call.args.length === 2) bytes += await findKeys(opened, call.args, onReply);
      else await opened.ask(call.args, onReply);
    } catch (error) {
      budget.connections.delete(opened);
      printLost(error instanceof Error ? error.message : String(error), subscriptions > 0);
      bytes = maxReplyBytes;
    }
    await delay((1000 * bytes) / bytesPerSecond);
  }

  /** Returns the command for Redis, or the lines to print instead. */
  function parse(line: string): ConsoleCommandCall | string[] {
    const refusal = budget.refuseTyped();
    if (refusal !== null) return [`(error) ${refusal}.`];
    if (line.length > maxLineLength) return [`(error) A line has at most ${maxLineLength} characters.`];
    const words = splitInline(Buffer.from(line));
    if (!words) return ["(error) Unbalanced quotes"];
    if (words.length === 0) return [];
    if (String(words[0]).toUpperCase() === "HELP") return helpLines();
    const confined = confine(words, prefix);
    return "refused" in confined ? [`(error) ${confined.refused}.`] : confined;
  }

  return {
    type(line) {
      const call = parse(line);
      if (Array.isArray(call)) {
        if (call.length > 0) printBounded(call);
      } else if (!inTurn(() => run(call))) {
        printBounded([`(error) ${maxWaiting} commands of this lab already wait for their replies.`]);
      }
    },
    close() {
      isClosed = true;
      connection?.close();
      if (connection) budget.connections.delete(connection);
    },
  };
}

function sizeOf(value: RespValue): number {
  if ("bytes" in value) return value.bytes.length;
  return "items" in value ? value.items.reduce((sum, item) => sum + 16 + sizeOf(item), 0) : 0;
}
