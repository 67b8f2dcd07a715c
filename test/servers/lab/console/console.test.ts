import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorld, redisKinds, type TestLab, type World } from "../../../world.ts";
import { openConsole, stopClock } from "./open-console.ts";

type It = ReturnType<typeof test.skipIf>;

let world: World;
// Tests that use up a lab's limits have their own lab.
let lab: TestLab;
let stranger: TestLab;

describe.each(redisKinds)("the console on $kind Redis", ({ kind, missing }) => {
  const it = test.skipIf(missing);
  beforeAll(async () => {
    if (missing) return;
    world = await openWorld(kind);
    [lab, stranger] = [await world.openLab({ shared: true }), await world.openLab({ shared: true })];
  });
  afterAll(() => world?.close());

  channels(it);
  limits(it, kind);
});

function channels(it: It): void {
  it("subscribes, receives what others publish, and may not publish in the meantime", async () => {
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

  it("says that its subscriptions are gone when a message is too large for it", async () => {
    const { prints, printed } = await openConsole(world, lab);
    await prints("SUBSCRIBE large", '1) "subscribe"', '2) "large"', "3) (integer) 1");
    printed.length = 0;
    const publisher = await world.redisClient();
    await publisher.publish(`${lab.id}:large`, "x".repeat(1_100_000));
    await expect
      .poll(() => printed)
      .toEqual([
        "(error) What Redis sent is larger than 1 MB, so the connection was ended. Its subscriptions are gone. The next command connects again.",
      ]);
    await prints("PING", "PONG");
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
  ])("refuses %s, and keeps running", async (line) => {
    const { socket, printed, prints } = await openConsole(world, lab);
    socket.emit("redis", line);
    await expect.poll(() => printed).toEqual([expect.stringMatching(/^\(error\) .*not for this console/)]);
    await prints("PING", "PONG");
  });
}

function limits(it: It, kind: string): void {
  it("says what is wrong with a line, and is limited", async () => {
    const lab = await world.openLab();
    const { socket, printed, prints } = await openConsole(world, lab);
    await prints('PUBLISH "x', "(error) Unbalanced quotes");
    await prints(`PUBLISH x ${"y".repeat(5000)}`, "(error) A line has at most 4096 characters.");
    stopClock();
    for (let i = 0; i < 60; i += 1) socket.emit("redis", "PING");
    await expect.poll(() => printed).toContain("(error) The consoles of a lab take 50 commands a second.");
  });

  it("counts the commands of all consoles of a lab together", async () => {
    const lab = await world.openLab();
    const consoles = await Promise.all([1, 2, 3].map(() => openConsole(world, lab)));
    stopClock();
    for (let i = 0; i < 20; i += 1) for (const { socket } of consoles) socket.emit("redis", "HELP");
    await expect
      .poll(() => consoles.flatMap(({ printed }) => printed))
      .toContain("(error) The consoles of a lab take 50 commands a second.");
  });

  it("accepts at most 64 arguments, and 100 subscriptions for a lab's consoles together", async () => {
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
    // Ended subscriptions and closed connections no longer count.
    one.socket.disconnect();
    await other.prints("SUBSCRIBE more", '1) "subscribe"', '2) "more"', "3) (integer) 41");
  });

  it("is only for pages that may change the lab", async () => {
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
}
