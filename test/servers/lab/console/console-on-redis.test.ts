import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorld, type RedisClient, redisKinds, type TestLab, type World } from "../../../world.ts";
import { openConsole } from "./open-console.ts";

let world: World;
let redis: RedisClient;
let shared: TestLab;
beforeAll(async () => {
  if (redisKinds[1].missing) return;
  world = await openWorld("local");
  redis = await world.redisClient();
  shared = await world.openLab({ shared: true });
});
afterAll(() => world?.close());

describe.skipIf(redisKinds[1].missing)("the console on a real Redis", () => {
  test("supports strings, hashes, lists and sets, separate from other labs, until the lab is closed", async () => {
    const [lab, stranger] = [await world.openLab(), await world.openLab()];
    const { prints } = await openConsole(world, lab);
    await prints("SET greeting hi", "OK");
    await prints("GET greeting", '"hi"');
    await prints("GET nothing", "(nil)");
    await prints("HSET user:1 name Ada age 36", "(integer) 2");
    await prints("HGETALL user:1", '1) "name"', '2) "Ada"', '3) "age"', '4) "36"');
    await prints("RPUSH todo a b c", "(integer) 3");
    await prints("LRANGE todo 0 -1", '1) "a"', '2) "b"', '3) "c"');
    await prints("SADD tags x y", "(integer) 2");
    await prints("SADD other y z", "(integer) 2");
    await prints("SINTER tags other", '1) "y"');
    await prints("MSET a 1 b 2", "OK");
    await prints("MGET a b", '1) "1"', '2) "2"');
    await prints("GET", "(error) ERR wrong number of arguments for 'get' command");
    await prints("INCR greeting", "(error) ERR value is not an integer or out of range");
    await (await openConsole(world, stranger)).prints("KEYS *", "(empty array)");

    await lab.change("DELETE", "");
    expect(await redis.keys(`${lab.id}*`)).toEqual([]);
  });

  test("lists keys by pattern without Redis' KEYS, and says how many more there are", async () => {
    const lab = await world.openLab();
    const { socket, printed, prints } = await openConsole(world, lab);
    for (let i = 0; i < 5; i += 1) {
      const pairs = Array.from({ length: 32 }, (_, j) => `k${i}-${j} v`).join(" ");
      await prints(`MSET ${pairs}`, "OK");
    }
    await prints(
      "KEYS k4-1?*",
      ...Array.from({ length: 10 }, () => expect.stringMatching(/^\d+\) "k4-1\d"$/)),
    );
    await prints("KEYS nothing*", "(empty array)");
    await prints("KEYS", "(error) ERR wrong number of arguments for 'keys' command");
    await prints("KEYS a b", "(error) ERR wrong number of arguments for 'keys' command");
    for (let i = 5; i < 8; i += 1) {
      const pairs = Array.from({ length: 32 }, (_, j) => `k${i}-${j} v`).join(" ");
      await prints(`MSET ${pairs}`, "OK");
    }
    printed.length = 0;
    socket.emit("redis", "KEYS *");
    await expect.poll(() => printed.at(-1)).toBe("(and 56 more)");
    expect(printed).toHaveLength(201);
  });

  test("writes 512 kB for a lab in total, with any command and console", async () => {
    const lab = await world.openLab();
    const full = /^\(error\) The consoles of a lab write at most 512 kB, and these have/;
    const consoles = await Promise.all([1, 2, 3].map(() => openConsole(world, lab)));
    let refused = false;
    for (let i = 0; i < 200 && !refused; i += 1) {
      const { socket, printed } = consoles[i % 3] as (typeof consoles)[number];
      printed.length = 0;
      const command = ["APPEND v", "RPUSH l", "SADD s", "HSET h f", "SETNX x"][i % 5];
      for (let j = 0; j < 5; j += 1) socket.emit("redis", `${command} ${"x".repeat(4000)}`);
      await expect.poll(() => printed).toHaveLength(5);
      refused = printed.some((line) => full.test(line));
    }
    expect(refused).toBe(true);
    const { socket, printed } = await openConsole(world, lab);
    // Retried while the lab's commands of this second are used up.
    const lastOf = (line: string) => () => {
      socket.emit("redis", line);
      return printed.at(-1);
    };
    for (const line of ["SET a b", "MSET a b", "INCR a", "LSET l 0 b", "HINCRBY h n 1"])
      await expect.poll(lastOf(line.replace(/$/, "x".repeat(4000)))).toMatch(full);
    await expect.poll(lastOf("PING")).toBe("PONG");
    await (await openConsole(world, shared)).prints("SET a b", "OK");
  });
});

describe.skipIf(redisKinds[1].missing)(
  "the console on a real Redis that answers too much or not at all",
  () => {
    test("says that a reply is too large, and continues with the next command", async () => {
      const lab = shared;
      const { printed, prints } = await openConsole(world, lab);
      const tooLarge = expect.stringMatching(
        /^\(error\) What Redis sent is larger than 1 MB.*connects again\.$/,
      );
      await redis.set(`${lab.id}:v`, "x".repeat(100_000));
      await prints("GET v", `"${"x".repeat(10_000)}" (and 90000 more characters)`);
      await prints("SUBSCRIBE news", '1) "subscribe"', '2) "news"', "3) (integer) 1");
      await redis.publish(`${lab.id}:news`, "x".repeat(2 * 1024 ** 2));
      // It ends the connection and says so, and the next command opens another one.
      await expect.poll(() => printed).toContainEqual(tooLarge);
      const subscribers = () => redis.pubSubNumSub(`${lab.id}:news`);
      await expect.poll(subscribers).toEqual({ [`${lab.id}:news`]: 0 });
      await prints("PING", "PONG");
      await prints(`MGET ${"v ".repeat(64)}`, tooLarge);
      await prints("PING", "PONG");
    });

    test("says that Redis closed the connection or refuses it, and continues after that", async () => {
      const lab = shared;
      const { prints } = await openConsole(world, lab);
      await prints("PING", "PONG");
      await redis.sendCommand(["CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"]);
      await prints("PING", "PONG");
      await redis.configSet("lua-time-limit", "1");
      const runner = await world.redisClient();
      const over = runner.sendCommand(["EVAL", "while true do end", "0"]).catch(() => {});
      await prints("GET nothing", expect.stringMatching(/^\(error\) BUSY/));
      await redis.sendCommand(["SCRIPT", "KILL"]);
      await over;
      await prints("GET nothing", "(nil)");
    });

    test("doesn't let Redis return random members a million times over", async () => {
      const { prints } = await openConsole(world, shared);
      await prints("SADD s a", "(integer) 1");
      await prints("SRANDMEMBER s -2", '1) "a"', '2) "a"');
      await prints(
        "SRANDMEMBER s -1000000000",
        "(error) The count of SRANDMEMBER must be at least -200 here.",
      );
    });

    test("escapes what would move the cursor, as redis-cli does", async () => {
      const { prints } = await openConsole(world, shared);
      await prints('SET a "\\x1b[31m\\n\\t\\a\\"\\\\é"', "OK");
      await prints("GET a", '"\\x1b[31m\\n\\t\\a\\"\\\\é"');
    });
  },
);
