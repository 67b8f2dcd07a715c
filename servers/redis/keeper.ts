// Runs a Redis for the process that started this one, and ends it with that process, however that process ends.
//
//   Crosstalk ──stdin pipe──▶ keeper ──stdin: configuration──▶ redis-server
//
// The pipe closes when its other end dies, even of SIGKILL. Redis itself cannot be asked to watch a pipe.
// Usage: node keeper.ts <redis-server> <port> <folder of its own, removed at the end>
// The first line on stdin is the password of this Redis: unlike arguments, other users cannot read it.

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";

/** Until then this process hears nothing, not even that its parent is gone. */
const answersWithinMs = 2000;
const [program = "", port = "", folder = ""] = process.argv.slice(2);
mkdirSync(folder, { recursive: true, mode: 0o700 });

const [password] = await once(createInterface(process.stdin), "line");
// "-" reads the configuration from stdin, so no file is read.
const redis = spawn(program, ["-"], { stdio: ["pipe", "inherit", "inherit"] });
redis.stdin.on("error", () => {}); // its end is told by "close"
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

/** Redis 7 and Valkey; an older Redis does not start with a setting that it does not know. */
function knowsClientMemory(): boolean {
  const { stdout } = spawnSync(program, ["--version"], {
    encoding: "utf8",
    timeout: answersWithinMs,
    killSignal: "SIGKILL",
  });
  return Number(/ v=(\d+)\./.exec(stdout ?? "")?.[1]) >= 7;
}

function stop(): void {
  // Nothing is kept on disk, so there is nothing that a gentler signal would save.
  redis.kill("SIGKILL");
}

redis.once("error", (error) => console.error(error.message));
redis.once("close", (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 1);
});

process.stdin.once("close", stop).resume();
// Its parent tells it to end by the pipe: a Ctrl-C in the terminal is for the parent.
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});
process.once("SIGTERM", stop);
