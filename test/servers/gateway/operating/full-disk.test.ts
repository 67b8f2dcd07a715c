// The disk that the log goes to is full: lines are lost, and nothing else.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { expect, onTestFinished, test } from "vitest";

test.skipIf(!existsSync("/dev/full"))("a gateway whose log cannot be written goes on", async () => {
  const full = openSync("/dev/full", "w");
  const { REDIS_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, ["servers/gateway/main.ts", "--port", "0", "--log-level", "info"], {
    stdio: ["ignore", "pipe", full],
    env: { ...env, PATH: dirname(process.execPath) },
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    closeSync(full);
  });
  const { promise: url, resolve } = Promise.withResolvers<string>();
  let printed = "";
  child.stdout?.on("data", (chunk) => {
    printed += chunk;
    const found = /http:\/\/\S+(?=\s)/.exec(printed)?.[0];
    if (found) resolve(found);
  });
  // Each is a line of the log.
  for (let count = 0; count < 3; count += 1)
    expect((await fetch(`${await url}/api/labs`, { method: "POST" })).status).toBe(201);
  expect(child.exitCode).toBeNull();
});
