// All labs: opened up to the capacity, found by their id, ended when nobody uses them.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { GoneReason, TraceEvent } from "../protocol.ts";
import { LabError } from "./errors.ts";
import { type Lab, type LabRedis, openLab, prefixOf } from "./lab.ts";
import { createPool } from "./pool.ts";
import { forgetKeys } from "./redis-keys.ts";
import { createTurns } from "./turns.ts";

export interface Labs {
  open: () => Promise<Lab>;
  /** The lab with this id; a LabError when there is none. */
  find: (id: string) => Lab;
  /** Somebody used the lab, or looks at it: it is not idle. */
  touch: (id: string) => void;
  count: () => number;
  /** Resolves once the processes of all labs that are expected wait for them. */
  warmed: Promise<void>;
  capacity: number;
  close: (id: string, reason: GoneReason) => Promise<void>;
  closeAll: () => Promise<void>;
}

export interface LabsOptions {
  redis: LabRedis & { onChange: (listener: (up: boolean) => void) => () => void };
  capacity: number;
  /** How many server processes wait for labs to come; two make one lab. */
  poolSize?: number;
  /** So many labs are expected: their processes are started ahead, as far as the capacity goes; none. */
  expected?: number;
  /** A lab that nobody used for so long is ended; 15 minutes. */
  idleMs?: number;
  onGone: (id: string, reason: GoneReason) => void;
}

/** Two server processes and what the gateway keeps for them, in bytes (measured by `npm run bench`). */
const bytesPerLab = 130 * 1024 ** 2;

/** How many labs the free memory of this machine carries: 7 tenths of it, at least one, at most 200. */
export function capacityOfMachine(): number {
  return Math.min(200, Math.max(1, Math.floor((process.availableMemory() * 0.7) / bytesPerLab)));
}

export function createLabs({ redis, capacity, onGone, ...options }: LabsOptions): Labs {
  const { idleMs = 15 * 60_000, poolSize = Math.min(4, 2 * availableParallelism()), expected = 0 } = options;
  const labs = new Map<string, Lab>();
  const lastUsed = new Map<string, number>();
  const pool = createPool(() => Math.max(poolSize, 2 * (Math.min(expected, capacity) - labs.size)));
  const folder = createSocketFolder();
  /** Starting processes is all work and no waiting. From the pool, a turn takes no time. */
  const inTurn = createTurns(availableParallelism());
  let opening = 0;

  const reaper = setInterval(() => {
    const idle = [...lastUsed].filter(([, at]) => Date.now() - at > idleMs);
    for (const [id] of idle) void close(id, "idle");
  }, idleMs / 15);
  const stopListening = redis.onChange((up) => {
    for (const lab of labs.values()) lab.noteRedis(up);
  });

  async function open(): Promise<Lab> {
    if (labs.size + opening >= capacity) {
      throw new LabError(
        "capacity",
        `All ${capacity} labs are in use. Close one, wait until an idle one ends (${Math.round(idleMs / 60_000)} min), or start Crosstalk with a larger --capacity.`,
      );
    }
    opening += 1;
    try {
      const lab = await inTurn(() =>
        openLab({ redis, takeProcess: pool.take, newSocketPath: folder.newPath }),
      );
      labs.set(lab.id, lab);
      touch(lab.id);
      lab.trace.subscribe((events) => {
        if (events.some(isUse)) touch(lab.id);
      });
      return lab;
    } finally {
      opening -= 1;
    }
  }

  function touch(id: string): void {
    if (labs.has(id)) lastUsed.set(id, Date.now());
  }

  function find(id: string): Lab {
    const lab = labs.get(id);
    if (lab) return lab;
    throw new LabError(
      "not_found",
      "There is no such lab. It may have been closed, or ended because nobody used it. Open another: POST /api/labs",
    );
  }

  async function close(id: string, reason: GoneReason): Promise<void> {
    const lab = find(id);
    labs.delete(id);
    lastUsed.delete(id);
    onGone(id, reason);
    await lab.close();
    await forgetKeys(redis, prefixOf(id));
  }

  return {
    open,
    find,
    touch,
    count: () => labs.size,
    warmed: pool.filled,
    capacity,
    close,
    async closeAll() {
      clearInterval(reaper);
      stopListening();
      await Promise.all([...labs.keys()].map((id) => close(id, "shutdown")));
      await pool.close();
      folder.remove();
    },
  };
}

/** A client that comes or says something; what the lab does by itself is no use. */
const isUse = ({ type }: TraceEvent) => type === "connected" || type === "received";

const folderPrefix = "crosstalk-";

/**
 * The servers listen on sockets in a folder that only this user can open, so that no page and no other
 * program reaches them but through the gateway. Windows has named pipes instead.
 */
function createSocketFolder() {
  let count = 0;
  if (process.platform === "win32") {
    const name = `\\\\.\\pipe\\${folderPrefix}${process.pid}-${Date.now()}`;
    return { newPath: () => `${name}-${++count}`, remove: () => {} };
  }
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  return {
    newPath: () => join(folder, `${++count}.sock`),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A gateway that was killed could not tidy up; its folder has its process id in its name. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^crosstalk-(\d+)-\w{6}$/.exec(name)?.[1]);
    if (pid && !isRunning(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
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
