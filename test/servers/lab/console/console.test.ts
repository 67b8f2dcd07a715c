// The learner's Redis terminal: real answers, as redis-cli prints them, and nothing of anybody else's.
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { openWorld, type RedisClient, redisKinds, type TestLab, type World } from "../../../world.ts";

/** A console that is connected, and everything that it has printed. */
async function openConsole(world: World, lab: TestLab, token: string | undefined = lab.token) {
  const socket: Socket = io(world.url, {
    path: "/watch/socket.io/",
    auth: { lab: lab.id, after: 0, token },
    forceNew: true,
  });
  onTestFinished(() => void socket.disconnect());
  const printed: string[] = [];
  socket.on("redis", (lines: string[]) => printed.push(...lines));
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  const prints = async (line: string, ...expected: string[]) => {
    printed.length = 0;
    socket.emit("redis", line);
    await expect.poll(() => printed, { message: line }).toEqual(expected);
  };
  return { socket, printed, prints };
}

/** What comes back to a lab's limits comes back with time, so that a busy machine would let more through. */
function stopClock(): void {
  const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now());
  onTestFinished(() => clock.mockRestore());
}

describe.each(redisKinds)("the console on $kind Redis", ({ kind, missing }) => {
  const it = test.skipIf(missing);
  let world: World;
  // Tests that use up what a lab may ask have one of their own.
  let lab: TestLab;
  let stranger: TestLab;
  beforeAll(async () => {
    if (missing) return;
    world = await openWorld(kind);
    [lab, stranger] = [await world.openLab({ shared: true }), await world.openLab({ shared: true })];
  });
  afterAll(() => world?.close());

  it("subscribes, is told of what others publish, and may not publish itself meanwhile", async () => {
    const [one, other] = [await openConsole(world, lab), await openConsole(world, lab)];
    await one.prints("SUBSCRIBE news", '1) "subscribe"', '2) "news"', "3) (integer) 1");
    one.printed.length = 0;
    await other.prints('publish news "hello there"', "(integer) 1");
    await expect.poll(() => one.printed).toEqual(['1) "message"', '2) "news"', '3) "hello there"']);
    await one.prints(
      "PUBLISH news x",
      "(error) ERR Can't execute 'publish': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
    );
  });

  it("sees the adapter's channels by their own names, and only this lab's", async () => {
    await Promise.all([lab.setLinks("adapter", "adapter"), stranger.setLinks("adapter", "none")]);
    const { prints } = await openConsole(world, lab);
    await prints("PUBSUB NUMSUB socket.io-request#/#", '1) "socket.io-request#/#"', "2) (integer) 2");
    await prints("PUBSUB CHANNELS *request*", '1) "socket.io-request#/#"');
  });

  it("hears nothing of another lab, whatever pattern it asks for", async () => {
    const [here, there] = [await openConsole(world, lab), await openConsole(world, stranger)];
    await here.prints("PSUBSCRIBE *", '1) "psubscribe"', '2) "*"', "3) (integer) 1");
    await there.prints("PUBLISH gossip secret", "(integer) 0");
    here.printed.length = 0;
    const own = await openConsole(world, lab);
    await own.prints("PUBLISH fence own", "(integer) 1");
    await expect.poll(() => here.printed).toEqual(['1) "pmessage"', '2) "*"', '3) "fence"', '4) "own"']);
  });

  it.each([
    "FLUSHALL",
    "CONFIG GET *",
    "CLIENT LIST",
    "MONITOR",
    "EVAL x 0",
    "PUBSUB NUMPAT",
    "constructor",
    "SHUTDOWN",
    "INFO server",
    "SCAN 0",
    "PUBSUB",
  ])("refuses %s, and lives on", async (line) => {
    const { socket, printed, prints } = await openConsole(world, lab);
    socket.emit("redis", line);
    await expect.poll(() => printed).toEqual([expect.stringMatching(/^\(error\) .*not for this console/)]);
    await prints("PING", "PONG");
  });

  it("says what is wrong with a line, and is bounded", async () => {
    const lab = await world.openLab();
    const { socket, printed, prints } = await openConsole(world, lab);
    await prints('PUBLISH "x', "(error) Unbalanced quotes");
    await prints(`PUBLISH x ${"y".repeat(5000)}`, "(error) A line has at most 4096 characters.");
    stopClock();
    for (let i = 0; i < 60; i += 1) socket.emit("redis", "PING");
    await expect.poll(() => printed).toContain("(error) The consoles of a lab take 50 commands a second.");
  });

  it("counts what all consoles of a lab ask, not each by itself", async () => {
    const lab = await world.openLab();
    const consoles = await Promise.all([1, 2, 3].map(() => openConsole(world, lab)));
    stopClock();
    for (let i = 0; i < 20; i += 1) for (const { socket } of consoles) socket.emit("redis", "HELP");
    await expect
      .poll(() => consoles.flatMap(({ printed }) => printed))
      .toContain("(error) The consoles of a lab take 50 commands a second.");
  });

  it("takes 64 arguments at most, and 100 subscriptions of a lab's consoles together", async () => {
    const lab = await world.openLab();
    const [one, other] = [await openConsole(world, lab), await openConsole(world, lab)];
    const channels = (count: number, from = 0) =>
      Array.from({ length: count }, (_, i) => `c${from + i}`).join(" ");
    await one.prints(`SUBSCRIBE ${channels(65)}`, "(error) A command has at most 64 arguments here.");
    one.socket.emit("redis", `PSUBSCRIBE ${channels(60)}`);
    await expect.poll(() => one.printed).toContain("3) (integer) 60");
    await other.prints(
      `SUBSCRIBE ${channels(41)}`,
      "(error) The consoles of a lab have at most 100 subscriptions, and these have 60.",
    );
    other.socket.emit("redis", `SUBSCRIBE ${channels(40)}`);
    await expect.poll(() => other.printed).toContain("3) (integer) 40");
    // What is unsubscribed or disconnected no longer counts.
    one.socket.disconnect();
    await other.prints("SUBSCRIBE more", '1) "subscribe"', '2) "more"', "3) (integer) 41");
  });

  it("is only for who may change the lab", async () => {
    const { socket } = await openConsole(world, lab, "guessed");
    const refused = new Promise((resolve) => socket.once("refused", resolve));
    socket.emit("redis", "PING");

    expect(await refused).toMatchObject({ code: "forbidden", message: expect.stringContaining("token") });
  });

  if (kind === "embedded")
    it("says that this broker has Pub/Sub only", async () => {
      const { socket, printed } = await openConsole(world, lab);
      socket.emit("redis", "SET greeting hi");
      await expect
        .poll(() => printed)
        .toEqual([expect.stringMatching(/^\(error\) ERR .*(redis-server|REDIS_URL)/)]);
    });
});

describe.skipIf(redisKinds[1].missing)("the console on a real Redis", () => {
  let world: World;
  let redis: RedisClient;
  let shared: TestLab;
  beforeAll(async () => {
    world = await openWorld("local");
    redis = await world.redisClient();
    shared = await world.openLab({ shared: true });
  });
  afterAll(() => world?.close());

  test("knows strings, hashes, lists and sets, apart from other labs, until the lab is closed", async () => {
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

  test("lists keys without KEYS, by pattern, and says how many more there are", async () => {
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

  test("writes 512 kB for a lab in all, whichever command and console", async () => {
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
    // Typed again while the lab's commands of this second are used up.
    const lastOf = (line: string) => () => {
      socket.emit("redis", line);
      return printed.at(-1);
    };
    for (const line of ["SET a b", "MSET a b", "INCR a", "LSET l 0 b", "HINCRBY h n 1"])
      await expect.poll(lastOf(line.replace(/$/, "x".repeat(4000)))).toMatch(full);
    await expect.poll(lastOf("PING")).toBe("PONG");
    await (await openConsole(world, shared)).prints("SET a b", "OK");
  });

  test("says that an answer is too large, and goes on with the next command", async () => {
    const lab = shared;
    const { prints } = await openConsole(world, lab);
    await redis.set(`${lab.id}:v`, "x".repeat(100_000));
    await prints("GET v", `"${"x".repeat(10_000)}" (and 90000 more characters)`);
    await prints("SUBSCRIBE news", '1) "subscribe"', '2) "news"', "3) (integer) 1");
    await redis.publish(`${lab.id}:news`, "x".repeat(2 * 1024 ** 2));
    // It ends the connection, and the next command finds another one.
    const subscribers = () => redis.pubSubNumSub(`${lab.id}:news`);
    await expect.poll(subscribers).toEqual({ [`${lab.id}:news`]: 0 });
    await prints("PING", "PONG");
    await prints(
      `MGET ${"v ".repeat(64)}`,
      expect.stringMatching(/^\(error\) What Redis sent is larger than 1 MB.*connects again\.$/),
    );
    await prints("PING", "PONG");
  });

  test("says that Redis closed the connection or refuses it, and goes on after that", async () => {
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

  test("has Redis answer no random members a million times over", async () => {
    const { prints } = await openConsole(world, shared);
    await prints("SADD s a", "(integer) 1");
    await prints("SRANDMEMBER s -2", '1) "a"', '2) "a"');
    await prints("SRANDMEMBER s -1000000000", "(error) The count of SRANDMEMBER must be at least -200 here.");
  });

  test("escapes what would move the cursor, as redis-cli does", async () => {
    const { prints } = await openConsole(world, shared);
    await prints('SET a "\\x1b[31m\\n\\t\\a\\"\\\\é"', "OK");
    await prints("GET a", '"\\x1b[31m\\n\\t\\a\\"\\\\é"');
  });
});
