// Where the servers of the labs listen: sockets in a folder that only this user can open, so that no page and no other program
// reaches them but through the gateway. Windows has named pipes instead.
import { lstatSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "../at-exit.ts";
import { LabError } from "./errors.ts";

export interface SocketFolder {
  /** A path for one more server. The folder is made again when somebody has deleted it. */
  newPath: () => string;
  /** Removes the folder with all that is in it. */
  remove: () => void;
}

const prefix = "crosstalk-";
/** `sun_path` in `struct sockaddr_un`, with its final zero: 108 bytes on Linux, 104 on macOS and BSD. */
const maxPathBytes = process.platform === "linux" ? 107 : 103;
/** `/123456.sock` */
const fileNameBytes = 12;

/** Folders of this process. Their names have its id, as those of a killed process with the same id, in a container, do. */
const ours = new Set<string>();

/** Removes what killed gateways left behind, and makes the folder; a LabError says why it cannot be made. */
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

/** Throws a LabError that says what is wrong with the temporary folder, before anything is started that needs it. */
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
    throw unusable(`a socket's path has at most ${maxPathBytes} bytes, and in this folder it has ${bytes}`);
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
    `The temporary folder ${tmpdir()} cannot be used: ${why}. Make room or set its rights, or name another: TMPDIR=/tmp npm start`,
  );
}

/** Somebody else may have made a folder of this name, once ours was deleted. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === process.getuid?.();
}

/** A gateway that was killed couldn't tidy up; its folder has its process id in its name. Other users' folders stay. */
function removeLeftovers(): void {
  for (const path of leftovers()) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // It isn't this user's.
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
    return []; // makeFolder() says what is wrong with it
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
