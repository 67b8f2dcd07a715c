// What the Redis console takes, and how a lab is kept in its own corner: its prefix is put before every key and channel,
// and left out of every answer. Which arguments are keys: https://redis.io/docs/latest/commands/

/**
 * Which arguments are keys, channels or patterns: none, the first, all of them, or every other one from the first on.
 * The command's name is no argument, and neither is that of its subcommand.
 */
export type Places = "none" | "first" | "all" | "pairs";

export interface ConsoleCommand {
  places: Places;
  /** Redis may keep what its arguments say. */
  writes: boolean;
}

/** By name, in upper case; with that of the subcommand where it has one. */
export const consoleCommands: ReadonlyMap<string, ConsoleCommand> = new Map([
  // strings
  ...reading("GET GETDEL STRLEN", "first"),
  ...writing("SET SETNX GETSET APPEND INCR DECR INCRBY DECRBY", "first"),
  ...reading("MGET", "all"),
  ...writing("MSET", "pairs"),
  // hashes
  ...reading("HGET HDEL HGETALL HKEYS HVALS HLEN HEXISTS HMGET", "first"),
  ...writing("HSET HINCRBY", "first"),
  // lists
  ...reading("LPOP RPOP LRANGE LLEN LINDEX LREM LTRIM", "first"),
  ...writing("LPUSH RPUSH LSET", "first"),
  // sets
  ...reading("SREM SMEMBERS SISMEMBER SCARD SPOP SRANDMEMBER", "first"),
  ...writing("SADD", "first"),
  ...reading("SINTER SUNION SDIFF", "all"),
  // streams, as the streams adapter uses them
  ...reading("XLEN XRANGE XREVRANGE", "first"),
  // any key
  ...reading("EXISTS DEL UNLINK", "all"),
  ...reading("TYPE TTL EXPIRE PERSIST KEYS", "first"),
  // Pub/Sub
  ...reading("PUBLISH SPUBLISH", "first"),
  ...reading("SUBSCRIBE UNSUBSCRIBE PSUBSCRIBE PUNSUBSCRIBE SSUBSCRIBE SUNSUBSCRIBE", "all"),
  ...reading("PUBSUB-CHANNELS PUBSUB-NUMSUB PUBSUB-SHARDCHANNELS PUBSUB-SHARDNUMSUB", "all"),
  // the connection and the server
  ...reading("PING ECHO TIME", "none"),
]);

/** A command has at most so many arguments: what it makes Redis do and answer grows with them. */
export const maxArguments = 64;

/** The command as Redis gets it, or why it is not for this console. */
export type Confined = { name: string; command: ConsoleCommand; args: Buffer[] } | { refused: string };

/** Keeps a command within the corner of a lab. `words` are not empty. */
export function confine(words: readonly Buffer[], prefix: string): Confined {
  const { name, length } = nameOf(words);
  const command = consoleCommands.get(name);
  if (!command) return { refused: `'${clean(name)}' is not for this console. HELP lists what it takes` };
  const args = words.slice(length);
  if (args.length > maxArguments) return { refused: `A command has at most ${maxArguments} arguments here` };
  // Redis answers a negative count with so many members, repeated: a large one would keep it busy for hours.
  if (name === "SRANDMEMBER" && Number(args[1]) < -maxItems) {
    return { refused: `SRANDMEMBER takes a count from -${maxItems} on here` };
  }
  // Without a pattern, these two would show the channels of everybody.
  if (name.endsWith("CHANNELS") && args.length === 0) args.push(Buffer.from("*"));
  const inCorner = (arg: Buffer, index: number) =>
    isKey(command.places, index) ? Buffer.concat([Buffer.from(prefix), arg]) : arg;
  return { name, command, args: [...words.slice(0, length), ...args.map(inCorner)] };
}

function isKey(places: Places, index: number): boolean {
  switch (places) {
    case "none":
      return false;
    case "first":
      return index === 0;
    case "all":
      return true;
    case "pairs":
      return index % 2 === 0;
  }
}

/** An answer is shown up to so many items. */
export const maxItems = 200;

/** What HELP prints. */
export function helpLines(): string[] {
  const first = [...consoleCommands.keys()].map((name) => name.split(" ", 1).join());
  const names = [...new Set([...first, "HELP"])].toSorted();
  const lines: string[] = [];
  for (let i = 0; i < names.length; i += 10) lines.push(names.slice(i, i + 10).join("  "));
  return [
    ...lines,
    "Keys and channels are this lab's own. A connection that has subscribed takes only (UN)SUBSCRIBE and PING.",
  ];
}

/** The command's name, and of how many words it is. */
function nameOf(words: readonly Buffer[]): { name: string; length: number } {
  const [first = "", second = ""] = words.map((word) => word.toString("latin1").toUpperCase());
  return first === "PUBSUB" ? { name: `${first} ${second}`.trim(), length: 2 } : { name: first, length: 1 };
}

function reading(names: string, places: Places): [string, ConsoleCommand][] {
  return names.split(" ").map((name) => [name.replace("-", " "), { places, writes: false }]);
}

function writing(names: string, places: Places): [string, ConsoleCommand][] {
  return names.split(" ").map((name) => [name, { places, writes: true }]);
}

function clean(name: string): string {
  return name.slice(0, 30).replaceAll(/[^\x20-\x7e]/g, "?");
}
