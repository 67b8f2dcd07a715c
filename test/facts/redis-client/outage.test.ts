import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { locateRedis, type Redis } from "../../../servers/redis/locate.ts";
import { noRedis, wiretap } from "../servers.ts";
import { runServer } from "./run-server.ts";

const fact = test.skipIf(noRedis);
const run = (mode: string, options: { user?: string; speed?: number } = {}) =>
  runServer(redis.url, mode, options);
let redis: Redis;
beforeAll(async () => {
  if (noRedis) return;
  redis = await locateRedis({ kind: "local" });
});
afterAll(async () => {
  await redis?.close();
});

describe("1.11 (c) and (d): what one broadcast without Redis does to a process with redis 6", () => {
  fact("by default it ends 5 s later, of a TimeoutError that nobody caught", async () => {
    const server = await run("defaults", { speed: 10 });
    await server.cable("close");
    await server.emit("into the queue");
    const { code, lastOutput } = await server.ended;
    expect(code).toBe(1);
    expect(lastOutput).toContain("TimeoutError");
    expect(server.lines).toContain("gives up after 5000 ms");
    expect(server.lines).not.toContain("7 s later");
  });

  fact(
    "by default, behind a blackhole, it still runs 7 s later, and ends once the connection breaks",
    async () => {
      const server = await run("defaults", { speed: 10 });
      await server.cable("blackhole");
      await server.emit("into the dark");
      await server.says("7 s later");
      expect(server.isAlive()).toBe(true);
      await server.cable("up"); // resets what lost bytes
      const { code, lastOutput } = await server.ended;
      expect(code).toBe(1);
      expect(lastOutput).toContain("ECONNRESET");
    },
  );

  fact(
    "by default, if connections are accepted and broken, it ends from an ECONNRESET within 5 s",
    async () => {
      const server = await run("defaults");
      await server.cable("reset");
      await server.emit("into a connection that breaks");
      const { code, lastOutput } = await server.ended;
      expect(code).toBe(1);
      expect(lastOutput).toContain("ECONNRESET");
    },
  );

  fact("with commandOptions.timeout 0 it lives, and the broadcast comes late", async () => {
    const server = await run("patient");
    const passed = await wiretap(redis.url, server.key);
    await server.cable("close");
    await server.emit("late");
    expect(passed).toEqual([]);
    await server.cable("up");
    await expect.poll(() => passed.length).toBe(1);
    expect(server.isAlive()).toBe(true);
  });

  fact("with disableOfflineQueue it ends at once, of a ClientOfflineError", async () => {
    const server = await run("no queue");
    await server.cable("close");
    await server.emit("refused");
    const { code, lastOutput } = await server.ended;
    expect(code).toBe(1);
    expect(lastOutput).toContain("ClientOfflineError");
  });
});

describe("1.11: what else ends a process with redis 6", () => {
  fact("a connection that breaks under a PUBLISH ends it, unless publish() has a catch", async () => {
    const [bare, caught] = await Promise.all([run("patient"), run("caught")]);
    for (const server of [bare, caught]) {
      await server.cable("blackhole");
      await server.emit("in flight");
      await server.cable("up"); // resets what lost bytes
    }
    const { code, lastOutput } = await bare.ended;
    expect(code).toBe(1);
    expect(lastOutput).toMatch(/SocketClosedUnexpectedlyError|ECONNRESET/);
    const passed = await wiretap(redis.url, caught.key);
    await caught.emit("alive");
    await expect.poll(() => passed.length).toBeGreaterThan(0);
    expect(caught.isAlive()).toBe(true);
  });

  fact("(g) a broadcast before connect() ends it, of a ClientClosedError", async () => {
    const server = await run("early");
    await server.emit("too early");
    const { code, lastOutput } = await server.ended;
    expect(code).toBe(1);
    expect(lastOutput).toContain("ClientClosedError");
  });

  fact("(h) a user who may not subscribe ends it, of Redis' NOPERM", async () => {
    const admin = await createClient({ url: redis.url }).connect();
    onTestFinished(() => admin.close());
    await admin.sendCommand([
      "ACL",
      "SETUSER",
      "mute",
      "on",
      ">pw",
      "~*",
      "&*",
      "+@all",
      "-psubscribe",
      "-subscribe",
    ]);
    const server = await run("patient", { user: "mute:pw@" });
    const { code, lastOutput } = await server.ended;
    expect(code).toBe(1);
    expect(lastOutput).toContain("NOPERM");
  });
});
