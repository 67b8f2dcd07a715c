// A redis-server on the PATH: started privately, limited, watched, restarted, and ended.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { realNote, skipReal } from "./kinds.ts";
import { changesOf, connected, isAlive, locate, pidOf, takeDescriptors, withoutPassword } from "./located.ts";

describe.skipIf(skipReal)(`with a redis-server on the PATH${realNote}`, () => {
  test("starts it on the loopback, without persistence, and ends it when it is closed", async () => {
    const redis = await locate({});
    expect(redis).toMatchObject({ kind: "local", up: true, supports: { streams: true } });
    expect(redis.version).toMatch(/^\d+\.\d+/);
    const settings = await (await connected(redis.url)).configGet(["bind", "save", "appendonly"]);
    expect(settings).toEqual({ bind: "127.0.0.1", save: "", appendonly: "no" });
    const pid = await pidOf(redis.url);
    await redis.close();
    expect(isAlive(pid)).toBe(false);
  });

  test("limits its memory: when it's full, keys are refused and messages still pass", async () => {
    const redis = await locate({ kind: "local" });
    const client = await connected(redis.url);
    expect(await client.configGet("maxmemory*")).toMatchObject({
      maxmemory: String(256 * 1024 * 1024),
      "maxmemory-policy": "noeviction",
    });
    await client.configSet("maxmemory", "1");
    await expect(client.set("greeting", "hi")).rejects.toThrow("OOM");
    await expect(client.xAdd("stream", "*", { greeting: "hi" })).rejects.toThrow("OOM");
    expect(await client.publish("channel", "hi")).toBe(0);
  });

  test("limits what clients leave unread, which maxmemory doesn't", async () => {
    const redis = await locate({ kind: "local" });
    const client = await connected(redis.url);
    const [limits = ""] = Object.values(await client.configGet("client-output-buffer-limit"));
    expect(limits).toContain(`normal ${32 * 1024 ** 2} ${8 * 1024 ** 2} 5`);
    const isNew = Number.parseInt(redis.version, 10) >= 7;
    expect(await client.configGet("maxmemory-clients")).toEqual(
      isNew ? { "maxmemory-clients": String(128 * 1024 ** 2) } : {},
    );
  });

  test("restarts it on its port, with its password, when it dies", async () => {
    const redis = await locate({ kind: "local" });
    const changes = changesOf(redis);
    const pid = await pidOf(redis.url);
    process.kill(pid, "SIGKILL");
    await expect.poll(() => changes).toEqual([false, true]);
    expect(await pidOf(redis.url)).not.toBe(pid);
    await expect(connected(withoutPassword(redis.url))).rejects.toThrow("NOAUTH");
  });

  test("restarts it when its parent process dies", async () => {
    const redis = await locate({ kind: "local" });
    const changes = changesOf(redis);
    const pid = await pidOf(redis.url);
    const keeper = Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }));
    process.kill(keeper, "SIGKILL");
    await expect.poll(() => changes).toEqual([false, true]);
    expect(isAlive(pid)).toBe(false);
  });

  test("reports when it hangs and when it responds again", async () => {
    const redis = await locate({ kind: "local" });
    const changes = changesOf(redis);
    const pid = await pidOf(redis.url);
    process.kill(pid, "SIGSTOP");
    onTestFinished(() => void (isAlive(pid) && process.kill(pid, "SIGCONT")));
    await expect.poll(() => changes).toEqual([false]);
    process.kill(pid, "SIGCONT");
    await expect.poll(() => changes).toEqual([false, true]);
  });

  test.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
    "leaves none behind when the process gets %s",
    async (signal) => {
      const file = new URL("../../../servers/redis/locate.ts", import.meta.url).href;
      const script = `const { locateRedis } = await import("${file}"); console.log((await locateRedis({ kind: "local" })).url);`;
      const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [line] = await once(parent.stdout, "data");
      const pid = await pidOf(String(line).trim());
      expect(isAlive(pid)).toBe(true);
      parent.kill(signal);
      await expect.poll(() => isAlive(pid)).toBe(false);
    },
  );
});

test.skipIf(skipReal)(
  "a redis-server that dies while there are no descriptors is restarted once there are",
  async () => {
    const redis = await locate({ kind: "local" });
    const changes = changesOf(redis);
    const pid = await pidOf(redis.url);
    const { refused, giveBack } = takeDescriptors();
    onTestFinished(giveBack);
    process.kill(pid, "SIGKILL");
    await refused;
    giveBack();
    await expect.poll(() => changes).toEqual([false, true]);
  },
);
