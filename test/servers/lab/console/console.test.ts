// The learner's Redis terminal: real answers, as redis-cli prints them, and nothing of anybody else's.
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openWorld, redisKinds, type TestLab, type World } from "../../../world.ts";

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

describe.each(redisKinds)("the console on $kind Redis", ({ kind, missing }) => {
  const it = test.skipIf(missing);
  let world: World;
  beforeAll(async () => {
    if (!missing) world = await openWorld(kind);
  });
  afterAll(() => world?.close());

  it("subscribes, is told of what others publish, and may not publish itself meanwhile", async () => {
    const lab = await world.openLab();
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
    const [lab, stranger] = [await world.openLab(), await world.openLab()];
    await Promise.all([lab.setLinks("adapter", "adapter"), stranger.setLinks("adapter", "none")]);
    const { prints } = await openConsole(world, lab);
    await prints("PUBSUB NUMSUB socket.io-request#/#", '1) "socket.io-request#/#"', "2) (integer) 2");
    await prints("PUBSUB CHANNELS *request*", '1) "socket.io-request#/#"');
  });

  it("hears nothing of another lab, whatever pattern it asks for", async () => {
    const [lab, stranger] = [await world.openLab(), await world.openLab()];
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
  ])("refuses %s, and lives on", async (line) => {
    const lab = await world.openLab();
    const { socket, printed, prints } = await openConsole(world, lab);
    socket.emit("redis", line);
    await expect
      .poll(() => printed)
      .toEqual([expect.stringMatching(/^\(error\) .*(not for this console|tells)/)]);
    await prints("PING", "PONG");
  });

  it("says what is wrong with a line, and is bounded", async () => {
    const lab = await world.openLab();
    const { socket, printed, prints } = await openConsole(world, lab);
    await prints('PUBLISH "x', "(error) Unbalanced quotes");
    await prints(`PUBLISH x ${"y".repeat(5000)}`, "(error) A line has at most 4096 characters.");
    for (let i = 0; i < 60; i += 1) socket.emit("redis", "PING");
    await expect.poll(() => printed).toContain("(error) The console takes 50 commands a second.");
  });

  it("is only for who may change the lab", async () => {
    const lab = await world.openLab();
    const { socket } = await openConsole(world, lab, "guessed");
    const refused = new Promise((resolve) => socket.once("refused", resolve));
    socket.emit("redis", "PING");

    expect(await refused).toMatchObject({ code: "forbidden", message: expect.stringContaining("token") });
  });
});

describe("the console", () => {
  test("says that the embedded broker has Pub/Sub only", async () => {
    const world = await openWorld("embedded");
    onTestFinished(() => world.close());
    const { socket, printed } = await openConsole(world, await world.openLab());
    socket.emit("redis", "SET greeting hi");
    await expect
      .poll(() => printed)
      .toEqual([expect.stringMatching(/^\(error\) ERR .*(redis-server|REDIS_URL)/)]);
  });

  test.skipIf(redisKinds[1].missing)(
    "knows strings, hashes, lists and sets, apart from other labs, until the lab is closed",
    async () => {
      const world = await openWorld("local");
      onTestFinished(() => world.close());
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
      const { createClient } = await import("redis");
      const client = await createClient({ url: world.redis.url }).connect();
      onTestFinished(() => client.destroy());
      expect(await client.keys(`${lab.id}*`)).toEqual([]);
    },
  );
});
