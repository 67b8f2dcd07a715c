// Runs a Redis for the parent process, and ends it when the parent ends, even by SIGKILL.
//
//   Crosstalk ──stdin pipe──▶ keeper ──stdin: configuration──▶ redis-server
//
// The pipe closes when the parent dies, for any reason. Redis itself cannot watch a pipe.
// Usage: node run-with-parent.ts <redis-server> <port> <folder of its own, removed at the end>
// The first line on stdin is the password. Other users could read it in the arguments.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";

/** Until then this process hears nothing, not even that its parent is gone. */
const answersWithinMs = 2000;
const [program = "", port = "", folder = ""] = process.argv.slice(2);
mkdirSync(folder, { recursive: true, mode: 0o700 });

const [password] = await once(createInterface(process.stdin), "line");
// "-" reads the configuration from stdin instead of a file.
const redis = spawn(program, ["-"], { stdio: ["pipe", "inherit", "inherit"] });
redis.stdin.on("error", () => {}); // "close" reports its end
redis.stdin.end(`
  port ${port}
  bind 127.0.0.1
  requirepass ${password}
  save ""
  appendonly no
  dir ${JSON.stringify(folder)}
  # Beyond this, keys and streams are refused with an error that says so. Pub/Sub goes on.
  maxmemory 256mb
  maxmemory-policy noeviction
  # maxmemory does not bound what clients leave unread.
  client-output-buffer-limit normal 32mb 8mb 5
  ${knowsClientMemory() ? "maxmemory-clients 128mb" : ""}
`);

/** Whether it is Redis 7 or Valkey. An older Redis refuses to start with a setting that it does not know. */
function knowsClientMemory(): boolean {
  const { stdout } = spawnSync(program, ["--version"], {
    encoding: "utf8",
    timeout: answersWithinMs,
    killSignal: "SIGKILL",
  });
  return Number(/ v=(\d+)\./.exec(stdout ?? "")?.[1]) >= 7;
}

function stop(): void {
  // Nothing is stored on disk, so a gentler signal would save nothing.
  redis.kill("SIGKILL");
}

redis.once("error", (error) => console.error(error.message));
redis.once("close", (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});

process.stdin.once("close", stop).resume();
// Ctrl+C in the terminal is for the parent, which ends this process through the pipe.
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});
process.once("SIGTERM", stop);
