// Which commands the Redis console accepts, and how a lab is confined: its prefix is added to every key and channel, and
// removed from every reply. Which arguments are keys: https://redis.io/docs/latest/commands/

/**
 * Which arguments are keys, channels or patterns: none, the first, all, or every other one starting with the first.
 * The names of the command and its subcommand do not count as arguments.
 */
export type KeyPositions = "none" | "first" | "all" | "pairs";

export interface ConsoleCommand {
  places: KeyPositions;
  /** Whether it can store its arguments in Redis. */
  writes: boolean;
}

/** By upper-case name, including the subcommand, e.g. PUBSUB NUMSUB. */
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

/** Bounded, because Redis' work and reply grow with the number of arguments. */
export const maxArguments = 64;

/** The command as Redis gets it, or why the console refuses it. */
export type Confined = { name: string; command: ConsoleCommand; args: Buffer[] } | { refused: string };

/** Confines a command to what begins with `prefix`. `words` must not be empty. */
export function confine(words: readonly Buffer[], prefix: string): Confined {
  const { name, length } = nameOf(words);
  const command = consoleCommands.get(name);
  if (!command) return { refused: `'${clean(name)}' is not for this console. HELP lists what it takes` };
  const args = words.slice(length);
  if (args.length > maxArguments) return { refused: `A command has at most ${maxArguments} arguments here` };
  // With a negative count Redis repeats members; a large one would keep it busy for hours.
  if (name === "SRANDMEMBER" && Number(args[1]) < -maxItems) {
    return { refused: `The count of SRANDMEMBER must be at least -${maxItems} here` };
  }
  // Without a pattern, these two would list the channels of all labs.
  if (name.endsWith("CHANNELS") && args.length === 0) args.push(Buffer.from("*"));
  const addPrefix = (arg: Buffer, index: number) =>
    isKey(command.places, index) ? Buffer.concat([Buffer.from(prefix), arg]) : arg;
  return { name, command, args: [...words.slice(0, length), ...args.map(addPrefix)] };
}

function isKey(places: KeyPositions, index: number): boolean {
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

/** How many items of a reply are shown. */
export const maxItems = 200;

/** Returns what HELP prints. */
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

/** Returns the command's upper-case name, and how many words it has. */
function nameOf(words: readonly Buffer[]): { name: string; length: number } {
  const [first = "", second = ""] = words.map((word) => word.toString("latin1").toUpperCase());
  return first === "PUBSUB" ? { name: `${first} ${second}`.trim(), length: 2 } : { name: first, length: 1 };
}

function reading(names: string, places: KeyPositions): [string, ConsoleCommand][] {
  return names.split(" ").map((name) => [name.replace("-", " "), { places, writes: false }]);
}

function writing(names: string, places: KeyPositions): [string, ConsoleCommand][] {
  return names.split(" ").map((name) => [name, { places, writes: true }]);
}

function clean(name: string): string {
  return name.slice(0, 30).replaceAll(/[^\x20-\x7e]/g, "?");
}
