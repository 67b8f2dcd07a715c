// What `commandOptions: { timeout: 0 }` costs without Redis, how to limit it, and what else ends a process in an outage.
import { createClient, type RedisClientType } from "redis";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { clientOptions } from "../../../servers/chat/redis-clients.ts";
import { locateRedis, type Redis } from "../../../servers/redis/locate.ts";
import { openCable } from "../cable-to-redis.ts";
import { newKey, noRedis, openBare, type Passed, wiretap } from "../servers.ts";
import { runServer } from "./run-server.ts";

const fact = test.skipIf(noRedis);
let redis: Redis;
beforeAll(async () => {
  if (noRedis) return;
  redis = await locateRedis({ kind: "local" });
});
afterAll(() => redis?.close());

describe("the price of timeout 0", () => {
  fact(
    "100,000 broadcasts without Redis use over 100 MB, and all of them arrive afterwards, stale",
    async () => {
      const server = await runServer(redis.url, "patient");
      const passed = await wiretap(redis.url, server.key);
      await server.cable("close");
      await server.command("flood 100000");
      const held = Number(/holds (\d+) bytes/.exec(server.lines.join())?.[1]);
      expect(held / 1024 ** 2).toBeGreaterThan(100);
      expect(passed).toEqual([]);
      await server.cable("up");
      await expect.poll(() => passed.length).toBe(100_000);
    },
  );

  fact("fetchSockets stays pending for the whole outage, long after the adapter's own timeout", async () => {
    const server = await runServer(redis.url, "patient", { speed: 10 }); // its requestsTimeout is 50 ms
    await server.cable("close");
    await server.command("ask");
    await server.emit("700 ms from now");
    await server.says("7 s later");
    expect(server.lines.filter((line) => line.startsWith("asked: "))).toEqual([]);
    await server.cable("up");
    await server.says("asked: answered");
    expect(server.lines).toContain("asked: answered");
  });

  fact(
    "commandsQueueMaxLength 100: everything above is refused at once, and the 100 are lost at the reconnection",
    async () => {
      const server = await runServer(redis.url, "caught, queue of 100");
      const passed = await wiretap(redis.url, server.key);
      await server.cable("close");
      await server.command("flood 1000");
      await expect.poll(() => caught(server, "The queue is full")).toBe(900);
      await server.cable("up");
      await expect.poll(() => caught(server, "The queue is full")).toBe(1000);
      expect(await next(server, passed)).toEqual(["fence"]);
    },
  );
});

/** How many publishes were rejected with this message. */
const caught = ({ lines }: { lines: string[] }, text: string) =>
  lines.filter((line) => line === `caught: ${text}`).length;

/** Everything that has arrived once a broadcast gets through again. */
async function next(
  { command }: { command: (line: string) => Promise<void> },
  passed: Passed[],
): Promise<string[]> {
  const texts = () => passed.map(({ value }) => (value as [string, { data: string[] }])[1].data[1] ?? "");
  await expect
    .poll(async () => {
      await command("emit fence");
      return texts();
    })
    .toContain("fence");
  return texts().slice(0, texts().indexOf("fence") + 1);
}

describe("an outage that costs little: a catch on publish", () => {
  fact("with the defaults it keeps running, and gives up broadcasts and requests after 5 s", async () => {
    const server = await runServer(redis.url, "caught, defaults", { speed: 10 });
    const passed = await wiretap(redis.url, server.key);
    await server.cable("close");
    await server.command("flood 1000");
    await server.command("ask");
    await server.says("asked: failed");
    await expect.poll(() => caught(server, "TimeoutError")).toBe(1000);
    await server.cable("up");
    expect(await next(server, passed)).toEqual(["fence"]);
    expect(server.isAlive()).toBe(true);
  });

  fact("with disableOfflineQueue it keeps running, and refuses both at once", async () => {
    const server = await runServer(redis.url, "caught, no queue");
    const passed = await wiretap(redis.url, server.key);
    await server.cable("close");
    await server.command("flood 1000");
    await server.command("ask");
    await server.says("asked: failed");
    await expect.poll(() => caught(server, "The client is offline")).toBe(1000);
    await server.cable("up");
    expect(await next(server, passed)).toEqual(["fence"]);
    expect(server.isAlive()).toBe(true);
  });
});

describe("what notices a blackhole", () => {
  const watching = { pingInterval: 100, socket: { socketTimeout: 300 } };

  /** A client on a cable of its own, which then is a blackhole, or stays up. */
  async function open(options: object, state: "up" | "blackhole" = "blackhole") {
    const cable = openCable(redis.url);
    onTestFinished(cable.close);
    const client = createClient({ url: cable.url, ...options });
    let breaks = 0;
    client.on("error", () => {
      breaks += 1;
    });
    await client.connect();
    onTestFinished(() => client.destroy());
    cable.set(state);
    return { client, breaks: () => breaks, up: () => cable.set("up") };
  }

  fact("pingInterval with socketTimeout breaks the silent connection; the defaults keep it", async () => {
    const [deaf, watchful] = await Promise.all([open({}), open(watching)]);
    await expect.poll(() => watchful.client.isReady).toBe(false);
    expect(deaf.client.isReady).toBe(true);
  });

  fact("pingInterval alone doesn't notice: nobody limits how long its reply takes", async () => {
    const [pinging, watchful] = await Promise.all([open({ pingInterval: 100 }), open(watching)]);
    await expect.poll(() => watchful.client.isReady).toBe(false);
    expect(pinging.client.isReady).toBe(true);
  });

  fact("after that it's closed for good, unless it has a reconnectStrategy of its own", async () => {
    const { reconnectStrategy } = clientOptions.socket;
    const [given, own] = await Promise.all([
      open(watching),
      open({ ...watching, socket: { ...watching.socket, reconnectStrategy } }),
    ]);
    await expect.poll(() => given.client.isOpen).toBe(false);
    await expect.poll(own.breaks).toBeGreaterThan(0);
    own.up();
    given.up();
    await expect.poll(() => own.client.isReady).toBe(true);
    await expect(given.client.publish("channel", "hi")).rejects.toThrow("The client is closed");
  });

  fact(
    "socketTimeout alone breaks a healthy connection that is idle; with pingInterval it stays",
    async () => {
      const socket = { socketTimeout: 300, reconnectStrategy: () => 10 };
      const [alone, both] = await Promise.all([open({ socket }, "up"), open({ ...watching, socket }, "up")]);
      // On a busy machine a ping may come too late, too, but not each time.
      await expect.poll(alone.breaks).toBeGreaterThan(8);
      expect(both.breaks()).toBeLessThan(alone.breaks() / 2);
    },
  );
});

describe("what else ends a process with the defaults of redis 6", () => {
  fact(
    "streams with recovery: a client that loses its connection while Redis is away, 5 s later",
    async () => {
      const server = await runServer(redis.url, "streams", { speed: 10 });
      await server.command("come");
      await server.says("client in");
      await server.cable("close");
      await server.command("lose");
      const { code, lastOutput } = await server.ended;
      expect(code).toBe(1);
      expect(lastOutput).toContain("TimeoutError");
      expect(server.lines).toContain("gives up after 5000 ms");
    },
  );

  fact(
    "with a catch on publish only, an emitWithAck ends it: nobody catches the count of the servers",
    async () => {
      const server = await runServer(redis.url, "caught, defaults", { speed: 10 });
      await server.cable("close");
      await server.command("ask clients");
      const { code, lastOutput } = await server.ended;
      expect(code).toBe(1);
      expect(lastOutput).toContain("TimeoutError");
    },
  );

  fact.each([
    ["defaults, logged", "ask clients"],
    ["streams, logged", "lose"],
  ])("neither does with a listener for unhandledRejection: %s, %s", async (mode, command) => {
    const server = await runServer(redis.url, mode, { speed: 10 });
    if (command === "lose") {
      await server.command("come");
      await server.says("client in");
    }
    await server.cable("close");
    await server.command(command);
    await server.says("logged: TimeoutError");
    await server.cable("up");
    await server.emit("still there");
    expect(server.isAlive()).toBe(true);
  });

  fact("sharded: no error listener, so a client without your own listener ends it", async () => {
    const { io } = await openBare("sharded", { url: redis.url, key: newKey() });
    const { pubClient } = io.of("/").adapter as unknown as Record<string, RedisClientType>;
    // One is the test's own.
    expect(pubClient?.listenerCount("error")).toBe(1);
    pubClient?.removeAllListeners("error");
    expect(() => pubClient?.emit("error", new Error("lost"))).toThrow("lost");
    pubClient?.on("error", () => {});
  });
});
