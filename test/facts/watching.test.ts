// What one can watch: how many servers are joined, how many clients one has, and what the adapter logs.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { locateRedis, type Redis } from "../../servers/redis/locate.ts";
import { newKey, noRedis, openPair } from "./servers.ts";

const fact = test.skipIf(noRedis);
let redis: Redis;
beforeAll(async () => {
  if (noRedis) return;
  redis = await locateRedis({ kind: "local" });
});
afterAll(() => redis?.close());

fact("serverCount() is 2 for two servers, and 1 for the one that is left", async () => {
  const { a, b } = await openPair("classic", { url: redis.url, key: newKey() });
  const count = () => a.io.of("/").adapter.serverCount();
  expect(await count()).toBe(2);
  await b.io.close();
  await expect.poll(count).toBe(1);
});

fact("clientsCount counts the connections of this server only", async () => {
  const { a, b } = await openPair("classic", { url: redis.url, key: newKey() });
  await b.client();
  expect([a.io.engine.clientsCount, b.io.engine.clientsCount]).toEqual([1, 2]);
});

fact("DEBUG=socket.io-redis prints what the adapter ignores", async () => {
  const code = `
    import { createAdapter } from "@socket.io/redis-adapter";
    import { createClient } from "redis";
    import { Server } from "socket.io";
    const client = () => createClient({ url: "${redis.url}" }).on("error", () => {}).connect();
    const io = new Server({ adapter: createAdapter(await client(), await client(), { key: "${newKey()}" }) });
    while ((await io.of("/").adapter.serverCount()) < 1);
    io.emit("hi");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    env: { ...process.env, DEBUG: "socket.io-redis" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  await expect.poll(() => said).toContain("ignore same uid");
  child.kill("SIGKILL");
  expect(await once(child, "exit")).toBeDefined();
});
