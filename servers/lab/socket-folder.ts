// The folder for the sockets on which the labs' servers listen. Only this user can open it, so pages and other users have to
// go through the gateway. Windows has named pipes instead.

import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "../at-exit.ts";
import { commandLine } from "../start-command.ts";
import { LabError } from "./errors.ts";

export interface SocketFolder {
  /** Returns a path for one more server. Creates the folder again if it was deleted. */
  newPath: () => string;
  /** Removes the folder and everything in it. */
  remove: () => void;
}

const prefix = "crosstalk-";
/** `sun_path` in `struct sockaddr_un`, with its final zero: 108 bytes on Linux, 104 on macOS and BSD. */
const maxPathBytes = process.platform === "linux" ? 107 : 103;
/** `/123456.sock` */
const fileNameBytes = 12;

/** This process's folders. In a container, a killed process can have had the same pid, and so the same folder prefix. */
const ours = new Set<string>();

/** Removes the folders of killed gateways and creates a new one. Throws a LabError if it can't. */
export function createSocketFolder(): SocketFolder {
  let count = 0;
  if (process.platform === "win32") {
    const name = `\\\\.\\pipe\\${prefix}${process.pid}-${Date.now()}`;
    return { newPath: () => `${name}-${++count}`, remove: () => {} };
  }
  removeLeftovers();
  let folder = makeFolder();
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
    ours.delete(folder);
  };
  const forget = atExit(remove);
  return {
    newPath() {
      if (!isOurs(folder)) {
        ours.delete(folder);
        folder = makeFolder();
      }
      return join(folder, `${++count}.sock`);
    },
    remove() {
      forget();
      remove();
    },
  };
}

/** Throws a LabError if the temporary folder cannot be used. */
export function checkTemporaryFolder(): void {
  if (process.platform === "win32") return;
  const folder = makeFolder();
  ours.delete(folder);
  rmSync(folder, { recursive: true, force: true });
}

function makeFolder(): string {
  const start = join(tmpdir(), `${prefix}${process.pid}-`);
  const bytes = Buffer.byteLength(start) + 6 + fileNameBytes;
  if (bytes > maxPathBytes) {
    throw unusable(
      `a socket's path can have at most ${maxPathBytes} bytes, and in this folder it would have ${bytes}`,
    );
  }
  try {
    const folder = mkdtempSync(start);
    ours.add(folder);
    return folder;
  } catch (error) {
    throw unusable(error instanceof Error ? error.message : String(error));
  }
}

function unusable(why: string): LabError {
  return new LabError(
    "unavailable",
    `The temporary folder ${tmpdir()} cannot be used: ${why}. Free some space, change its permissions, or choose another: TMPDIR=/tmp ${commandLine()}`,
  );
}

/** Another user may have created a folder with this name after ours was deleted. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.();
}

/** Removes the folders of killed gateways, found by the pid in their names. Other users' folders stay. */
function removeLeftovers(): void {
  for (const path of leftovers()) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // it belongs to another user
    }
  }
}

function leftovers(): string[] {
  try {
    return readdirSync(tmpdir()).flatMap((name) => {
      const pid = Number(/^crosstalk-(\d+)-\w{6}$/.exec(name)?.[1]);
      const path = join(tmpdir(), name);
      return pid && !ours.has(path) && (pid === process.pid || !isRunning(pid)) ? [path] : [];
    });
  } catch {
    return []; // makeFolder() reports the problem
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
