// Every command of the Redis console, argument by argument: each name in it belongs to the lab.
import { expect, test } from "vitest";
import {
  confine,
  consoleCommands,
  helpLines,
  maxArguments,
} from "../../../../servers/lab/console/commands.ts";
import fc from "../../../random.ts";

/** Which arguments are names, according to Redis' reference: x is a name, - isn't, and the last part repeats. */
const shapes: Record<string, string> = {
  "x-":
    "GET SET SETNX GETDEL GETSET APPEND STRLEN INCR DECR INCRBY DECRBY HGET HSET HDEL HGETALL HKEYS HVALS HLEN HEXISTS " +
    "HINCRBY HMGET LPUSH RPUSH LPOP RPOP LRANGE LLEN LINDEX LSET LREM LTRIM SADD SREM SMEMBERS SISMEMBER SCARD SPOP " +
    "SRANDMEMBER XLEN XRANGE XREVRANGE TYPE TTL EXPIRE PERSIST KEYS PUBLISH SPUBLISH",
  x: "MGET SINTER SUNION SDIFF EXISTS DEL UNLINK SUBSCRIBE UNSUBSCRIBE PSUBSCRIBE PUNSUBSCRIBE SSUBSCRIBE SUNSUBSCRIBE",
  "x-x-x-x-": "MSET",
  "-": "PING ECHO TIME",
};
const shapeOf = new Map(
  Object.entries(shapes).flatMap(([shape, names]) => names.split(" ").map((name) => [name, shape] as const)),
);
const pubsub = ["CHANNELS", "NUMSUB", "SHARDCHANNELS", "SHARDNUMSUB"];
/** Commands whose arguments Redis stores. */
const writing =
  "SET SETNX GETSET APPEND INCR DECR INCRBY DECRBY MSET HSET HINCRBY LPUSH RPUSH LSET SADD".split(" ");

const run = (...args: readonly (string | Buffer)[]) =>
  confine(
    args.map((arg) => Buffer.from(arg)),
    "lab:",
  );
/** What Redis gets, or why it gets nothing. */
const result = (...args: readonly string[]) => {
  const confined = run(...args);
  return "refused" in confined ? confined.refused : confined.args.join(" ");
};

test("the table has these commands and no others", () => {
  const names = [...shapeOf.keys(), ...pubsub.map((name) => `PUBSUB ${name}`)];
  expect([...consoleCommands.keys()].toSorted()).toEqual(names.toSorted());
});

test("the table says whose arguments Redis stores", () => {
  const marked = [...consoleCommands].flatMap(([name, { writes }]) => (writes ? [name] : []));
  expect(marked.toSorted()).toEqual(writing.toSorted());
});

test("HELP lists each command once, ten a line", () => {
  const lines = helpLines();
  const names = lines.slice(0, -1).map((line) => line.split("  "));
  expect(names.flat()).toEqual([...shapeOf.keys(), "PUBSUB", "HELP"].toSorted());
  expect(names.slice(0, -1).every((line) => line.length === 10)).toBe(true);
  expect(lines.at(-1)).toBe(
    "Keys and channels are this lab's own. A connection that has subscribed takes only (UN)SUBSCRIBE and PING.",
  );
});

const argument = fc.oneof(
  fc.constantFrom("", "*", "?", "[a-z]*", "\\", "lab:", "other:key", "\0", "KEYS"),
  fc.string({ unit: "binary", maxLength: 12 }),
);

test.each([...shapeOf])("%s has names of this lab only, wherever Redis expects names: %s", (name, shape) => {
  const isName = (index: number) => (shape[index] ?? shape.at(-1)) === "x";
  fc.assert(
    fc.property(fc.array(argument, { maxLength: 8 }), fc.boolean(), (args, small) => {
      const typed = small ? name.toLowerCase() : name;
      const got = [typed, ...args.map((arg, index) => (isName(index) ? `lab:${arg}` : arg))];
      expect(run(typed, ...args)).toEqual({
        name,
        command: consoleCommands.get(name),
        args: got.map((arg) => Buffer.from(arg)),
      });
    }),
  );
});

test("a name is kept byte by byte", () => {
  const bytes = Buffer.from([0, 255, 13, 10, 128]);
  expect(run("GET", bytes)).toMatchObject({
    args: [Buffer.from("GET"), Buffer.concat([Buffer.from("lab:"), bytes])],
  });
});

test.each([
  [["PUBSUB", "CHANNELS"], "PUBSUB CHANNELS lab:*"],
  [["pubsub", "channels", "n*", "m"], "pubsub channels lab:n* lab:m"],
  [["PUBSUB", "SHARDCHANNELS"], "PUBSUB SHARDCHANNELS lab:*"],
  [["PUBSUB", "SHARDCHANNELS", "n*"], "PUBSUB SHARDCHANNELS lab:n*"],
  [["PUBSUB", "NUMSUB"], "PUBSUB NUMSUB"],
  [["PUBSUB", "NUMSUB", "a", "b"], "PUBSUB NUMSUB lab:a lab:b"],
  [["PUBSUB", "SHARDNUMSUB"], "PUBSUB SHARDNUMSUB"],
  [["PUBSUB", "SHARDNUMSUB", "a"], "PUBSUB SHARDNUMSUB lab:a"],
])("%j asks for %s", (args, asked) => {
  expect(result(...args)).toBe(asked);
});

test.each(
  [
    "SCAN 0|RENAME a b|COPY a b|MIGRATE|DUMP a|SORT a|OBJECT HELP|EVAL x 0|FUNCTION LIST|CLIENT LIST|CONFIG GET *",
    "DEBUG SEGFAULT|ACL LIST|SELECT 1|SWAPDB 0 1|MOVE a 1|HELLO 3|AUTH x|MONITOR|REPLICAOF a 1|FLUSHALL|SHUTDOWN",
    "INFO|INFO server|__proto__|constructor|toString||PUBSUB|PUBSUB NUMPAT|PUBSUB HELP|PUBSUB toString|MGET-a",
  ]
    .join("|")
    .split("|"),
)("%j is refused, by its name", (line) => {
  const [first = "", second = ""] = line.split(" ");
  const name = (first === "PUBSUB" ? `${first} ${second}`.trim() : first).toUpperCase();
  expect(result(...line.split(" "))).toBe(`'${name}' is not for this console. HELP lists what it takes`);
});

test("only commands in the table are accepted, in any spelling", () => {
  const known = new Set([...shapeOf.keys(), "PUBSUB"]);
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 12 }), (name) => {
      fc.pre(!known.has(name.toUpperCase()));
      expect(run(name, "x")).toHaveProperty("refused");
    }),
  );
});

test("a refusal quotes at most 30 harmless characters", () => {
  expect(result("\x1b[31m\x7f~ \x1f\xff")).toMatch(/^'\?\[31M\?~ \?\?{1,2}' is not/);
  expect(result("x".repeat(40))).toBe(
    `'${"X".repeat(30)}' is not for this console. HELP lists what it takes`,
  );
});

test("a command has at most 64 arguments, not counting its name and a subcommand's", () => {
  const many = (count: number) => Array<string>(count).fill("a");
  const why = "A command has at most 64 arguments here";
  expect(maxArguments).toBe(64);
  for (const words of [["MGET"], ["PUBSUB", "NUMSUB"]]) {
    expect(run(...words, ...many(64))).toHaveProperty("args");
    expect(result(...words, ...many(65))).toBe(why);
  }
});

test("SRANDMEMBER repeats at most 200 members, and no other command has such a limit", () => {
  const why = "The count of SRANDMEMBER must be at least -200 here";
  expect(result("SRANDMEMBER", "s", "-201")).toBe(why);
  expect(result("srandmember", "s", "-9999999999")).toBe(why);
  for (const count of ["-200", "0", "9999", "x"])
    expect(result("SRANDMEMBER", "s", count)).toBe(`SRANDMEMBER lab:s ${count}`);
  expect(result("SPOP", "s", "-201")).toBe("SPOP lab:s -201");
});
