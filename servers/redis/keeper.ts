// Runs a Redis for the process that started this one, and ends it with that process, however that process ends.
//
//   Crosstalk ──stdin pipe──▶ keeper ──▶ redis-server
//
// The pipe closes when its other end dies, even of SIGKILL. Redis itself cannot be asked to watch a pipe.
// Usage: node keeper.ts <redis-server> <port> <folder of its own, removed at the end>

import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";

const [program = "", port = "", folder = ""] = process.argv.slice(2);
mkdirSync(folder, { recursive: true, mode: 0o700 });

const redis = spawn(
  program,
  [
    // The first argument is not a path, so no configuration file is read.
    ...["--port", port, "--bind", "127.0.0.1"],
    ...["--save", "", "--appendonly", "no", "--dir", folder],
    // Then keys and streams are refused, with an error that says so. Pub/Sub goes on.
    ...["--maxmemory", "256mb", "--maxmemory-policy", "noeviction"],
  ],
  { stdio: ["ignore", "inherit", "inherit"] },
);

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
