// What the Redis console takes, and how a lab is kept in its own corner: its prefix is put before every key and channel,
// and left out of every answer. Which arguments are keys: https://redis.io/docs/latest/commands/

/** The places of keys, channels and patterns among the arguments; the command's name is at 0. */
type Places = "none" | "first" | "all" | "pairs";

const commands: Record<string, Places> = {
  // strings
  ...each("GET SET SETNX GETDEL GETSET APPEND STRLEN INCR DECR INCRBY DECRBY", "first"),
  ...each("MGET", "all"),
  ...each("MSET", "pairs"),
  // hashes
  ...each("HGET HSET HDEL HGETALL HKEYS HVALS HLEN HEXISTS HINCRBY HMGET", "first"),
  // lists
  ...each("LPUSH RPUSH LPOP RPOP LRANGE LLEN LINDEX LSET LREM LTRIM", "first"),
  // sets
  ...each("SADD SREM SMEMBERS SISMEMBER SCARD SPOP SRANDMEMBER", "first"),
  ...each("SINTER SUNION SDIFF", "all"),
  // streams, as the streams adapter uses them
  ...each("XLEN XRANGE XREVRANGE", "first"),
  // any key
  ...each("EXISTS DEL UNLINK", "all"),
  ...each("TYPE TTL EXPIRE PERSIST KEYS", "first"),
  // Pub/Sub
  ...each("PUBLISH SPUBLISH", "first"),
  ...each("SUBSCRIBE UNSUBSCRIBE PSUBSCRIBE PUNSUBSCRIBE SSUBSCRIBE SUNSUBSCRIBE", "all"),
  // the connection and the server
  ...each("PING ECHO TIME", "none"),
};

/** PUBSUB CHANNELS takes a pattern, and shows everybody's channels without one. */
const pubsub = new Set(["CHANNELS", "NUMSUB", "SHARDCHANNELS", "SHARDNUMSUB"]);
const infoSections = ["server", "clients", "memory", "stats"];

/** The command as Redis gets it, or why it is not for this console. */
export type Confined = { args: Buffer[] } | { refused: string };

/** Keeps a command within the corner of a lab. `args` are not empty. */
export function confine(args: readonly Buffer[], prefix: string): Confined {
  const [first, ...rest] = args;
  const name = String(first).toUpperCase();
  const inCorner = (arg: Buffer) => Buffer.concat([Buffer.from(prefix), arg]);

  if (name === "PUBSUB") return confinePubSub(args, inCorner);
  if (name === "INFO") {
    const section = String(rest[0] ?? "server").toLowerCase();
    if (infoSections.includes(section)) return { args: [Buffer.from("INFO"), Buffer.from(section)] };
    return { refused: `INFO tells of ${infoSections.join(", ")} here` };
  }
  const places = Object.hasOwn(commands, name) ? commands[name] : undefined;
  switch (places) {
    case undefined:
      return { refused: `'${clean(name)}' is not for this console. HELP lists what it takes` };
    case "none":
      return { args: [...args] };
    case "first":
      return { args: args.map((arg, index) => (index === 1 ? inCorner(arg) : arg)) };
    case "all":
      return { args: args.map((arg, index) => (index > 0 ? inCorner(arg) : arg)) };
    case "pairs":
      return { args: args.map((arg, index) => (index % 2 === 1 ? inCorner(arg) : arg)) };
  }
}

/** What HELP prints. */
export function helpLines(): string[] {
  const names = [...Object.keys(commands), "PUBSUB", "INFO", "HELP"].toSorted();
  const lines: string[] = [];
  for (let i = 0; i < names.length; i += 10) lines.push(names.slice(i, i + 10).join("  "));
  return [
    ...lines,
    "Keys and channels are this lab's own. A connection that has subscribed takes only (UN)SUBSCRIBE and PING.",
  ];
}

function confinePubSub(args: readonly Buffer[], inCorner: (arg: Buffer) => Buffer): Confined {
  const what = String(args[1] ?? "").toUpperCase();
  if (!pubsub.has(what)) return { refused: `PUBSUB tells ${[...pubsub].join(", ")} here` };
  const names = args.slice(2);
  const asked = what.endsWith("CHANNELS") && names.length === 0 ? [Buffer.from("*")] : names;
  return { args: [...args.slice(0, 2), ...asked.map(inCorner)] };
}

function each(names: string, places: Places): Record<string, Places> {
  return Object.fromEntries(names.split(" ").map((name) => [name, places]));
}

function clean(name: string): string {
  return name.slice(0, 20).replaceAll(/[^\x20-\x7e]/g, "?");
}
