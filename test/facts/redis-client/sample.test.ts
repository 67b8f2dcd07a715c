// The common sample, one connection for both roles, with this project's redis. Other versions: `npm run bench -- clients`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Opening } from "../../../bench/redis-clients/open-client.ts";
import { locateRedis, type Redis } from "../../../servers/redis/locate.ts";
import { noRedis } from "../servers.ts";

const fact = test.skipIf(noRedis);
let redis: Redis;
beforeAll(async () => {
  if (noRedis) return;
  redis = await locateRedis({ kind: "local" });
});
afterAll(() => redis?.close());

async function run(options: Opening["options"]) {
  const opening: Opening = {
    folder: process.cwd(),
    alias: "redis",
    api: "promises",
    url: redis.url,
    options,
  };
  const child = spawn(process.execPath, ["bench/redis-clients/sample.ts", JSON.stringify(opening)]);
  let [said, lastOutput] = ["", ""];
  child.stdout.on("data", (text) => {
    said += text;
  });
  child.stderr.on("data", (text) => {
    lastOutput += text;
  });
  await once(child, "close");
  return { code: child.exitCode, said, lastOutput };
}

fact("redis 6 speaks RESP3 by default: one connection subscribes and publishes", async () => {
  expect(await run({})).toMatchObject({ code: 0, said: "heard hi\n" });
});

fact("with RESP: 2 Redis refuses the PUBLISH, and the process ends", async () => {
  const { code, said, lastOutput } = await run({ RESP: 2 });
  expect([code, said]).toEqual([1, ""]);
  expect(lastOutput).toContain(
    "SimpleError: ERR Can't execute 'publish': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context",
  );
});
