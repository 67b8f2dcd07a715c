// Runs a Redis for the process that started this one, and ends it with that process, however that process ends.
//
//   Crosstalk ──stdin pipe──▶ keeper ──▶ redis-server
//
// The pipe closes when its other end dies, even of SIGKILL. Redis itself cannot be asked to watch a pipe.
// Usage: node keeper.ts <binary> <port>

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [binary = "redis-server", port = "0"] = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), "crosstalk-redis-"));

const redis = spawn(
  binary,
  // The first argument is not a path, so no configuration file is read.
  ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", directory],
  { stdio: ["ignore", "inherit", "inherit"] },
);

function stop(): void {
  // Nothing is kept on disk, so there is nothing that a gentler signal would save.
  redis.kill("SIGKILL");
}

redis.once("error", (error) => console.error(error.message));
redis.once("close", (code) => {
  rmSync(directory, { recursive: true, force: true });
  process.exit(code ?? 1);
});

process.stdin.once("close", stop).resume();
// Its parent tells it to end by the pipe: a Ctrl-C in the terminal is for the parent.
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});
process.once("SIGTERM", stop);
