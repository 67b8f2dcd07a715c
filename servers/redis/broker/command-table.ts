// The commands of the embedded broker: their type, and how one is found and run. Errors come in the same order as in Redis.

import type { RespValue } from "../resp/value.ts";
import { error, ok, printed } from "./build-replies.ts";
import { isRedisCommand } from "./missing-commands.ts";
import type { Subscriptions } from "./subscription-table.ts";

/** One connection to the broker. */
export interface Client {
  readonly id: number;
  readonly address: string;
  readonly localAddress: string;
  readonly openedAt: number;
  /** When its last command came; `lastCommand` is that command's name. */
  activeAt: number;
  command: string;
  /** Whether it may use every command, or only those with `withoutAuth`. */
  authenticated: boolean;
  protocol: 2 | 3;
  name: string;
  database: number;
  library: { name: string; version: string };
  /** Sends bytes now, so before the reply of a running command. */
  write(bytes: Buffer): void;
}

/** What all connections share. */
export interface Broker {
  readonly version: string;
  readonly port: number;
  readonly startedAt: number;
  readonly maxClients: number;
  /** The default user's; null if none is needed. */
  readonly password: string | null;
  readonly commands: CommandTable;
  readonly clients: ReadonlySet<Client>;
  readonly channels: Subscriptions<Client>;
  readonly patterns: Subscriptions<Client>;
  readonly shardChannels: Subscriptions<Client>;
}

export interface Call {
  broker: Broker;
  client: Client;
  words: readonly Buffer[];
  /** The arguments after the command's name, and after the subcommand's if it has one. */
  args: Buffer[];
}

export interface Command {
  /** As in COMMAND INFO: the number of words including the name; negative if more can follow. */
  arity: number;
  /** Allowed while a RESP2 connection is subscribed. */
  whileSubscribed?: true;
  /** Allowed before the client has authenticated. */
  withoutAuth?: true;
  /** Returns one reply, or for (un)subscribing commands one for each channel. */
  run(call: Call): RespValue | RespValue[];
}

/** Commands by their full lower-case name: `ping`, `client|id`. */
export interface CommandTable {
  readonly byName: ReadonlyMap<string, Command>;
  /** Names of commands that have subcommands. */
  readonly containers: ReadonlySet<string>;
}

export function commandTable(commands: Record<string, Command>): CommandTable {
  const byName = new Map(Object.entries(commands));
  const containers = [...byName.keys()].flatMap((name) => (name.includes("|") ? name.split("|", 1) : []));
  return { byName, containers: new Set(containers) };
}

/** What to do with the connection: write replies, write them and close, or close without a reply. */
export type Outcome = { next: "go on" | "close"; replies: RespValue[] } | { next: "hang up"; replies: [] };

/** Runs one command, given as its words. */
export function execute(broker: Broker, client: Client, words: readonly [Buffer, ...Buffer[]]): Outcome {
  const first = lower(words[0]);
  // Redis accepts QUIT before any other check, whatever follows it.
  if (first === "quit") return { next: "close", replies: [ok] };
  // An HTTP request: a web page tries to reach Redis through the browser.
  if (first === "post" || first === "host:") return { next: "hang up", replies: [] };

  const { name, command, refusal } = find(broker.commands, words);
  if (refusal) return { next: "go on", replies: [refusal] };
  if (!client.authenticated && !command?.withoutAuth) {
    return { next: "go on", replies: [error("-NOAUTH Authentication required.")] };
  }
  if (client.protocol === 2 && isSubscribed(broker, client) && !command?.whileSubscribed) {
    return { next: "go on", replies: [onlySubscribing(name)] };
  }
  if (!command) return { next: "go on", replies: [pubSubOnly(name)] };
  client.activeAt = Date.now();
  client.command = name;
  const replies = command.run({ broker, client, words, args: words.slice(name.includes("|") ? 2 : 1) });
  return { next: "go on", replies: Array.isArray(replies) ? replies : [replies] };
}

/** Whether the connection has a subscription of any kind. */
export function isSubscribed({ channels, patterns, shardChannels }: Broker, client: Client): boolean {
  return [channels, patterns, shardChannels].some((kind) => kind.namesOf(client).size > 0);
}

type Found =
  | { name: string; command: Command | null; refusal?: never }
  | { name: string; command?: never; refusal: RespValue };

/** Finds the command. It is null for a Redis command that the broker does not have. */
function find(commands: CommandTable, words: readonly [Buffer, ...Buffer[]]): Found {
  const [first, second] = words;
  const container = lower(first);
  const contains = commands.containers.has(container) && second !== undefined;
  const name = contains ? `${container}|${lower(second)}` : container;
  const command = commands.byName.get(name);
  if (command) {
    const { arity } = command;
    const fits = arity > 0 ? words.length === arity : words.length >= -arity;
    return fits ? { name, command } : { name, refusal: wrongArity(name) };
  }
  if (isRedisCommand(name)) return { name, command: null };
  if (contains) return { name, refusal: unknownSubcommand(container, second) };
  if (commands.containers.has(name)) return { name, refusal: wrongArity(name) };
  return { name, refusal: unknownCommand(words) };
}

function unknownCommand([name, ...args]: readonly [Buffer, ...Buffer[]]): RespValue {
  let beginning = "";
  for (const arg of args) {
    if (beginning.length >= 128) break;
    beginning += `'${printed(arg, 128 - beginning.length)}' `;
  }
  return error(`unknown command '${printed(name, 128)}', with args beginning with: ${beginning}`);
}

function unknownSubcommand(container: string, word: Buffer): RespValue {
  return error(`unknown subcommand '${printed(word, 128)}'. Try ${container.toUpperCase()} HELP.`);
}

/** Returns the error for too few or too many arguments. */
export function wrongArity(name: string): RespValue {
  return error(`wrong number of arguments for '${name}' command`);
}

function onlySubscribing(name: string): RespValue {
  return error(
    `Can't execute '${name}': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context`,
  );
}

function pubSubOnly(name: string): RespValue {
  return error(
    `'${name}' needs a real Redis, and this is Crosstalk's embedded broker, which has Pub/Sub only: ` +
      "install redis-server, or set REDIS_URL to a Redis, and start Crosstalk again",
  );
}

function lower(word: Buffer): string {
  return word.toString("latin1").toLowerCase();
}
