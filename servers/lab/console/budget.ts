// What all consoles of a lab may use together: commands and lines a second, bytes written, subscriptions, commands that wait.
import { createRate } from "../../rate.ts";
import type { Confined } from "./commands.ts";
import type { Connection } from "./redis-connection.ts";

export type ConsoleCommandCall = Exclude<Confined, { refused: string }>;

export interface ConsoleBudget {
  /** Open connections, whose subscriptions count. */
  connections: Set<Connection>;
  /** Takes one command that was typed. Returns why it is refused, or null. */
  refuseTyped: () => string | null;
  /** Takes a command whose turn it is. Returns why it is refused, or null. */
  refuse: (call: ConsoleCommandCall) => string | null;
  /** Takes printed lines. Returns false when there were too many in this second. */
  takeLines: (lines: string[]) => boolean;
}

const maxSubscriptions = 100;
const commandsPerSecond = 50;
export const linesPerSecond = 500;
/** While the lab lives. Includes `bytesPerArgument`, what Redis needs for each argument besides its own bytes. */
const maxWrittenBytes = 512 * 1024;
const bytesPerArgument = 64;

export function createConsoleBudget(): ConsoleBudget {
  const commands = createRate({ perSecond: commandsPerSecond });
  const lines = createRate({ perSecond: linesPerSecond });
  const connections = new Set<Connection>();
  let written = 0;

  return {
    connections,
    refuseTyped() {
      return commands.take() ? null : `The consoles of a lab take ${commandsPerSecond} commands a second`;
    },
    refuse({ name, command, args }) {
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
    },
    takeLines(printed) {
      const characters = printed.reduce((sum, line) => sum + line.length, 0);
      const cost = printed.length + Math.ceil(characters / 2000);
      return lines.take(Math.min(cost, linesPerSecond));
    },
  };
}
