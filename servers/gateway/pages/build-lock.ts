// Makes sure that only one process builds a checkout at a time.
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const lookAgainMs = 200;
/** No build takes this long. After that, the lock's process id belongs to another process. */
const oldestMs = 10 * 60_000;

/** Runs `work` once no other process runs work with this folder. Creates the folder if necessary. */
export async function withBuildLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, "building.pid");
  mkdirSync(folder, { recursive: true });
  for (let isFirst = true; !take(lock); isFirst = false) {
    if (isFirst) console.log("Another process is building the site; waiting for it …");
    await delay(lookAgainMs);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Creates the lock with its content in one step, so that no process sees an empty lock and takes it for abandoned. */
function take(lock: string): boolean {
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
    if (!isHeld(lock)) rmSync(lock, { force: true });
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function isHeld(lock: string): boolean {
  try {
    if (Date.now() - statSync(lock).mtimeMs > oldestMs) return false;
    process.kill(Number(readFileSync(lock, "utf8")), 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM"); // it runs as another user
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
