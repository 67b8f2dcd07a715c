// One build of a checkout at a time, whichever processes want one.
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const lookAgainMs = 200;
/** No build takes so long: its process id belongs to another process by now. */
const oldestMs = 10 * 60_000;

/** Runs `work` while no other process runs one with this folder. The folder is made if need be. */
export async function inTurnWithOthers<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, "building.pid");
  mkdirSync(folder, { recursive: true });
  for (let isFirst = true; !take(lock); isFirst = false) {
    if (isFirst) console.log("Another process builds the site; waiting for it …");
    await delay(lookAgainMs);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** The lock appears with its content, so that nobody takes one that is still empty for left behind. */
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
    return hasCode(error, "EPERM"); // it lives, and is another user's
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
