// Runs our own Redis: finds the program, starts it on a free loopback port, and restarts it when it dies.

import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { access, constants, mkdtemp, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { killAtExit } from "../at-exit.ts";
import { withoutDebugger } from "../node-flags.ts";
import { freePort } from "./free-port.ts";
import { openLine } from "./redis-probe.ts";

const programs = ["redis-server", "valkey-server"];
const runnerFile = fileURLToPath(new URL("run-with-parent.ts", import.meta.url));

/** Returns the first redis-server, or else valkey-server, in the folders of a PATH; null if there is none. */
export async function findRedisServer(searchPath: string): Promise<string | null> {
  for (const program of programs) {
    for (const folder of searchPath.split(delimiter).filter(Boolean)) {
      const file = join(folder, program);
      if (await isProgram(file)) return file;
    }
  }
  return null;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

export interface LocalRedis {
  /** Includes its random password. */
  url: string;
  /** Ends the Redis. Resolves once it is gone. */
  close(): Promise<void>;
}

/**
 * Starts a Redis without a configuration file or persistence. Resolves once it answers; rejects with what it printed if it
 * doesn't within `startMs` (5000) ms. Whenever it dies, it is restarted with the same port and password, until `close()` or
 * the end of this process.
 */
export async function startLocalRedis(program: string, startMs = 5000): Promise<LocalRedis> {
  const port = await freePort();
  const password = randomBytes(24).toString("base64url");
  const url = `redis://:${password}@127.0.0.1:${port}`;
  const folder = await mkdtemp(join(tmpdir(), "crosstalk-redis-"));
  const closing = new AbortController();
  let redis = run(program, port, folder, password);

  if (!(await answers(url, redis, performance.now() + startMs))) {
    redis.stop();
    await redis.ended;
    throw new Error(`expected ${program} to answer within ${startMs} ms; it printed: ${redis.printed()}`);
  }

  async function keepRunning(): Promise<void> {
    for (let waitMs = 100; ; waitMs = Math.min(2 * waitMs, 5000)) {
      const startedAt = performance.now();
      await redis.ended;
      if (performance.now() - startedAt > 10_000) waitMs = 100;
      await pause(waitMs, undefined, { signal: closing.signal }).catch(() => {});
      if (closing.signal.aborted) return;
      redis = run(program, port, folder, password);
    }
  }

  const stopped = keepRunning();
  return {
    url,
    close() {
      closing.abort();
      redis.stop();
      return stopped;
    },
  };
}

interface RedisRun {
  ended: Promise<void>;
  printed(): string;
  stop(): void;
}

function run(program: string, port: number, folder: string, password: string): RedisRun {
  // In its own process group, so that Ctrl+C in the terminal does not end Redis before the servers that use it.
  const runner: ChildProcess = spawn(
    process.execPath,
    [...withoutDebugger, runnerFile, program, String(port), folder],
    {
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    },
  );
  killAtExit(runner, "SIGTERM");
  let printed = "";
  // If the system has no file descriptor left, the runner is not started and has no streams.
  for (const stream of [runner.stdout, runner.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      printed = (printed + text).slice(-2000);
    });
  }
  runner.stdin?.on("error", () => {});
  runner.stdin?.write(`${password}\n`);
  const ended = once(runner, "exit").then(
    ([, signal]) => {
      // A killed runner could not end its Redis, which is still in its process group.
      if (signal !== null && runner.pid) endGroup(runner.pid);
    },
    (error) => {
      printed += error.message;
    },
  );
  return { ended, printed: () => printed.trim(), stop: () => runner.stdin?.end() };
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // The group is empty.
  }
}

/** Asks until Redis answers. Returns false if Redis ends or the deadline passes first. */
async function answers(url: string, redis: RedisRun, deadline: number): Promise<boolean> {
  let ended = false;
  void redis.ended.then(() => {
    ended = true;
  });
  while (!ended && performance.now() < deadline) {
    try {
      const line = await openLine(url, Math.max(1, deadline - performance.now()));
      line.close();
      return true;
    } catch {
      await pause(20);
    }
  }
  return false;
}
