// The commands of the Redis console, for `help` and Tab. The gateway decides which it accepts (servers/lab/console/commands.ts);
// a test compares both lists.
import { type Completed, completeWith } from "./command.ts";

/** By topic, in the order of `help`. */
export const redisCommands = {
  pubsub:
    "PUBLISH SUBSCRIBE UNSUBSCRIBE PSUBSCRIBE PUNSUBSCRIBE SPUBLISH SSUBSCRIBE SUNSUBSCRIBE PUBSUB".split(
      " ",
    ),
  strings: "GET SET SETNX GETDEL GETSET MGET MSET APPEND STRLEN INCR DECR INCRBY DECRBY".split(" "),
  hashes: "HGET HSET HDEL HGETALL HKEYS HVALS HLEN HEXISTS HINCRBY HMGET".split(" "),
  lists: "LPUSH RPUSH LPOP RPOP LRANGE LLEN LINDEX LSET LREM LTRIM".split(" "),
  sets: "SADD SREM SMEMBERS SISMEMBER SCARD SPOP SRANDMEMBER SINTER SUNION SDIFF".split(" "),
  streams: "XLEN XRANGE XREVRANGE".split(" "),
  keys: "KEYS EXISTS TYPE DEL UNLINK TTL EXPIRE PERSIST".split(" "),
  server: "PING ECHO TIME".split(" "),
} as const satisfies Record<string, string[]>;

export type RedisGroup = keyof typeof redisCommands;
export const redisGroups = Object.keys(redisCommands) as RedisGroup[];

/** The groups that Crosstalk's own broker supports: it stores nothing, so it has no data types. */
export const brokerGroups: readonly RedisGroup[] = ["pubsub", "server"];

const words = [...Object.values(redisCommands).flat(), "HELP", "CLEAR"];
const subcommands: Record<string, readonly string[]> = {
  PUBSUB: ["CHANNELS", "NUMSUB", "SHARDCHANNELS", "SHARDNUMSUB"],
};

/** The line after Tab: commands in either case, then the channels seen so far. */
export function completeRedis(line: string, channels: readonly string[]): Completed {
  const typed = line.split(" ");
  const [first = "", second = ""] = typed;
  if (typed.length === 1) return completeWith(first.toUpperCase(), words);
  const command = first.toUpperCase();
  const known = subcommands[command];
  if (known && typed.length === 2) return completeWith(`${command} ${second.toUpperCase()}`, known);
  const isChannel = (redisCommands.pubsub as readonly string[]).includes(command);
  return completeWith(line, isChannel ? channels : []);
}
