// Every command of the Redis console, argument by argument: each name in it is one of the lab's own.
import { expect, test } from "vitest";
import { confine, helpLines } from "../../../../servers/lab/console/commands.ts";
import fc from "../../../random.ts";

/** Which arguments are names, as Redis' reference has it: x is a name, - is not, and the last part goes on as it began. */
const shapes: Record<string, string> = {
  "x-":
    "GET SET SETNX GETDEL GETSET APPEND STRLEN INCR DECR INCRBY DECRBY HGET HSET HDEL HGETALL HKEYS HVALS HLEN HEXISTS " +
    "HINCRBY HMGET LPUSH RPUSH LPOP RPOP LRANGE LLEN LINDEX LSET LREM LTRIM SADD SREM SMEMBERS SISMEMBER SCARD SPOP " +
    "SRANDMEMBER XLEN XRANGE XREVRANGE TYPE TTL EXPIRE PERSIST KEYS PUBLISH SPUBLISH",
  x: "MGET SINTER SUNION SDIFF EXISTS DEL UNLINK SUBSCRIBE UNSUBSCRIBE PSUBSCRIBE PUNSUBSCRIBE SSUBSCRIBE SUNSUBSCRIBE",
  "x-x-x-": "MSET",
  "-": "PING ECHO TIME",
};
const shapeOf = new Map(
  Object.entries(shapes).flatMap(([shape, names]) => names.split(" ").map((name) => [name, shape] as const)),
);
const last =
  "Keys and channels are this lab's own. A connection that has subscribed takes only (UN)SUBSCRIBE and PING.";

const words = (line: string) => (line === "" ? [] : line.split(" ")).map((word) => Buffer.from(word));
const run = (...args: readonly (string | Buffer)[]) =>
  confine(
    args.map((arg) => Buffer.from(arg)),
    "lab:",
  );
const told = (line: string) => {
  const confined = confine(words(line), "lab:");
  return "refused" in confined ? confined : confined.args.join(" ");
};

test("HELP lists each command that is taken, ten a line, and nothing else", () => {
  const lines = helpLines();
  const names = lines.slice(0, -1).map((line) => line.split("  "));
  expect(names.flat()).toEqual([...shapeOf.keys(), "PUBSUB", "INFO", "HELP"].toSorted());
  expect(names.slice(0, -1).every((line) => line.length === 10)).toBe(true);
  expect(lines.at(-1)).toBe(last);
});

const argument = fc.oneof(
  fc.constantFrom("", "*", "?", "[a-z]*", "\\", "lab:", "other:key", "\0", "KEYS"),
  fc.string({ unit: "binary", maxLength: 12 }),
);

test.each([...shapeOf])("%s has names of this lab only, where Redis takes names: %s", (name, shape) => {
  const isName = (index: number) => (shape[index] ?? shape.at(-1)) === "x";
  fc.assert(
    fc.property(fc.array(argument, { maxLength: 6 }), fc.boolean(), (args, small) => {
      const typed = small ? name.toLowerCase() : name;
      const confined = run(typed, ...args);
      expect(confined).toEqual({
        args: [typed, ...args.map((arg, index) => (isName(index) ? `lab:${arg}` : arg))].map((arg) =>
          Buffer.from(arg),
        ),
      });
    }),
  );
});

test("a name is kept byte by byte", () => {
  const bytes = Buffer.from([0, 255, 13, 10, 128]);
  expect(run("GET", bytes)).toEqual({
    args: [Buffer.from("GET"), Buffer.concat([Buffer.from("lab:"), bytes])],
  });
});

test.each([
  "SCAN 0",
  "RENAME a b",
  "COPY a b",
  "MIGRATE",
  "DUMP a",
  "SORT a",
  "OBJECT HELP",
  "EVAL x 0",
  "FUNCTION LIST",
  "CLIENT LIST",
  "CONFIG GET *",
  "DEBUG SEGFAULT",
  "ACL LIST",
  "SELECT 1",
  "SWAPDB 0 1",
  "MOVE a 1",
  "HELLO 3",
  "AUTH x",
  "MONITOR",
  "REPLICAOF a 1",
  "FLUSHALL",
  "SHUTDOWN",
  "__proto__",
  "constructor",
  "toString",
  "",
])("%j is refused, by its name", (line) => {
  const name = line.split(" ")[0]?.toUpperCase();
  expect(told(line || " ")).toEqual({
    refused: `'${name}' is not for this console. HELP lists what it takes`,
  });
});

test("only what is in the table is taken, and never more than it", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 12 }), (name) => {
      fc.pre(!shapeOf.has(name.toUpperCase()) && !/^(info|pubsub)$/i.test(name));
      expect(run(name, "x")).toHaveProperty("refused");
    }),
  );
});

test("what is refused is repeated in 20 characters that do no harm", () => {
  expect(run("\x1b[31mé\x7f~ \x1f")).toEqual({
    refused: "'?[31M??~ ?' is not for this console. HELP lists what it takes",
  });
  expect(run("x".repeat(30))).toEqual({
    refused: `'${"X".repeat(20)}' is not for this console. HELP lists what it takes`,
  });
});

test.each([
  ["INFO", "INFO server"],
  ["info CLIENTS", "INFO clients"],
  ["INFO server", "INFO server"],
  ["INFO memory x", "INFO memory"],
  ["INFO stats", "INFO stats"],
])("%s asks for %s", (line, asked) => {
  expect(told(line)).toBe(asked);
});

test.each(["INFO keyspace", "INFO all", "INFO everything", "INFO commandstats", "INFO *"])(
  "%s is refused",
  (line) => {
    expect(told(line)).toEqual({ refused: "INFO tells of server, clients, memory, stats here" });
  },
);

test.each([
  ["PUBSUB CHANNELS", "PUBSUB CHANNELS lab:*"],
  ["pubsub channels n* m", "pubsub channels lab:n* lab:m"],
  ["PUBSUB SHARDCHANNELS", "PUBSUB SHARDCHANNELS lab:*"],
  ["PUBSUB SHARDCHANNELS n*", "PUBSUB SHARDCHANNELS lab:n*"],
  ["PUBSUB NUMSUB", "PUBSUB NUMSUB"],
  ["PUBSUB NUMSUB a b", "PUBSUB NUMSUB lab:a lab:b"],
  ["PUBSUB SHARDNUMSUB", "PUBSUB SHARDNUMSUB"],
  ["PUBSUB SHARDNUMSUB a", "PUBSUB SHARDNUMSUB lab:a"],
])("%s asks for %s", (line, asked) => {
  expect(told(line)).toBe(asked);
});

test.each(["PUBSUB", "PUBSUB NUMPAT", "PUBSUB HELP", "PUBSUB toString", "PUBSUB CHANNELSX"])(
  "%s is refused",
  (line) => {
    expect(told(line)).toEqual({ refused: "PUBSUB tells CHANNELS, NUMSUB, SHARDCHANNELS, SHARDNUMSUB here" });
  },
);
