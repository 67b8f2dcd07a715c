// Finds a Redis for a test, and ends what that started.
import { ChildProcess, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";
import { expect, onTestFinished } from "vitest";
import { type LocateOptions, locateRedis, type Redis, RedisNotFound } from "../../../servers/redis/locate.ts";

export async function locate(options: LocateOptions): Promise<Redis> {
  const redis = await locateRedis({ warn: () => {}, ...options });
  onTestFinished(() => redis.close());
  return redis;
}

/** Each value of `up`, from now on. */
export function changesOf(redis: Redis): boolean[] {
  const changes: boolean[] = [];
  redis.onChange((up) => changes.push(up));
  return changes;
}

export async function failureOf(options: LocateOptions): Promise<string> {
  const failure = await locateRedis(options).then(
    () => null,
    (error) => error,
  );
  expect(failure).toBeInstanceOf(RedisNotFound);
  return failure.message;
}

export async function connected(url: string) {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on("error", () => {});
  await client.connect();
  onTestFinished(() => client.destroy());
  return client;
}

export function withoutPassword(url: string): string {
  return Object.assign(new URL(url), { username: "", password: "" }).href;
}

export async function pidOf(url: string): Promise<number> {
  const info = await (await connected(url)).info("server");
  return Number(/process_id:(\d+)/.exec(info)?.[1]);
}

/**
 * From now until `giveBack`, no process can be started for lack of descriptors: Node then gives it no streams. `refused` resolves
 * when one should have been.
 */
export function takeDescriptors(): { refused: Promise<void>; giveBack: () => void } {
  const { promise: refused, resolve } = Promise.withResolvers<void>();
  const prototype = ChildProcess.prototype as unknown as {
    spawn: (this: { _handle: { spawn: () => number } }, options: unknown) => unknown;
  };
  const { spawn } = prototype;
  prototype.spawn = function (options) {
    this._handle.spawn = () => -constants.errno.EMFILE;
    resolve();
    return spawn.call(this, options);
  };
  const giveBack = () => {
    prototype.spawn = spawn;
  };
  return { refused, giveBack };
}

/** False for a zombie, too: in a container there may be nobody who reads an orphan's exit code. */
export function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return /^[^Z\s]/.test(stdout);
}

/** A TCP server that accepts connections and sends nothing. */
export async function openSilence(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `redis://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

/** A folder whose redis-server is this shell script. */
export async function folderWith(script: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "crosstalk-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "redis-server"), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "redis-server"), 0o755);
  return folder;
}
