// Apps bring their own versions of Socket.IO and of a Redis client. Each is watched and linked like the lab's own.
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { redisKinds, type TestLab } from "../../world.ts";
import { type CopyOptions, connect, copyOf, openApp } from "./copy.ts";

async function openLab(
  name: string,
  options: CopyOptions,
  kind: "embedded" | "local" = "embedded",
): Promise<TestLab> {
  const { world, printed } = await openApp(copyOf(name, { type: "commonjs", ...options }), kind);
  onTestFinished(() => world.close());
  const lab = await world.openLab({ shared: true });
  expect(printed).toEqual([]);
  return lab;
}

/** α on A says something; resolves with the name of its message. */
async function say(lab: TestLab, text: string): Promise<string> {
  const alpha = await connect(lab.app?.urls.a ?? "");
  alpha.emit("say", text);
  const { message } = await lab.traced("received", (event) => event.text.includes(text));
  return message;
}

const socketIos = [
  ["4.0", "socket.io-4.0"],
  ["4.4", "socket.io-4.4"],
  ["4.7", "socket.io-4.7"],
] as const;

const { kind, missing } = redisKinds[1];

describe.skipIf(missing)("over real Redis", () => {
  test.each(socketIos)("Socket.IO %s is watched, and linked by each adapter", async (version, installed) => {
    const lab = await openLab("plain.cjs", { packages: { "socket.io": installed } }, kind);
    expect(lab.servers.a.app?.socketIo).toMatch(`${version}.`);
    const beta = await connect(lab.app?.urls.b ?? "");
    const heard: string[] = [];
    beta.on("said", (text) => heard.push(text));
    await lab.traced("delivered", ({ event, server }) => event === "welcome" && server === "b");

    const alone = await say(lab, "alone");
    await lab.traced("delivered", ({ message, server }) => message === alone && server === "a");
    for (const link of ["adapter", "sharded", "streams"] as const) {
      await lab.setLinks(link, link);
      const message = await say(lab, link);
      for (const type of ["published", "arrived"] as const)
        await lab.traced(type, (event) => event.message === message);
      await lab.traced("delivered", (event) => event.message === message && event.server === "b");
    }
    expect(heard).toEqual(["adapter", "sharded", "streams"]);
  });
});

const clients = [
  ["node-redis 4", "node-redis.cjs", { redis: "redis-4" }],
  ["node-redis 5", "node-redis.cjs", { redis: "redis-5" }],
  ["node-redis 6", "node-redis.cjs", { redis: "redis" }],
  ["ioredis 5", "ioredis.cjs", { ioredis: "ioredis" }],
  ["ioredis 6", "ioredis.cjs", { ioredis: "ioredis-6" }],
] as const;

test.each(clients)("a message by the app's own adapter over %s is followed", async (_, name, client) => {
  process.env.REDIS_URL = "redis://my-redis.example:6380";
  const shared = { "socket.io": "socket.io", "@socket.io/redis-adapter": "@socket.io/redis-adapter" };
  const lab = await openLab(name, { packages: { ...shared, ...client } });
  expect(lab.servers.a.app?.adapter).toBe("RedisAdapter");
  const beta = await connect(lab.app?.urls.b ?? "");
  const heard: string[] = [];
  beta.on("said", (text) => heard.push(text));
  for (const text of ["one", "two"]) {
    const message = await say(lab, text);
    for (const type of ["published", "forwarded", "arrived"] as const)
      await lab.traced(type, (event) => event.message === message);
    await lab.traced("delivered", (event) => event.message === message && event.server === "b");
  }
  expect(heard).toEqual(["one", "two"]);
});

const { REDIS_URL } = process.env;
afterEach(() => {
  if (REDIS_URL === undefined) Reflect.deleteProperty(process.env, "REDIS_URL");
  else process.env.REDIS_URL = REDIS_URL;
});
