// All labs: opened up to the capacity, found by their id, ended when nobody uses them.
import { availableParallelism } from "node:os";
import { type Boundary, createBoundary } from "../boundary.ts";
import type { GoneReason, TraceEvent } from "../protocol.ts";
import { serverProgram } from "./child/server-process.ts";
import { LabError } from "./errors.ts";
import { type Lab, openLab, prefixOf } from "./lab.ts";
import { createPool } from "./pool.ts";
import { forgetKeys } from "./redis/keys.ts";
import type { LabRedis } from "./redis/lab-redis.ts";
import { createRedisUsers } from "./redis/users.ts";
import { createSocketFolder } from "./socket-folder.ts";
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
  /** Why no lab can be opened now, as far as the last attempt to start a process tells; null when it started. */
  lastStartError: () => string | null;
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
  /** A server that doesn't listen after so long is ended, and the lab isn't opened; 15 s, where half a second is usual. */
  startWithinMs?: number;
  /** What a server process runs; the servers of the lessons. */
  program?: URL;
  /** Where errors of their processes end; a boundary that logs. */
  boundary?: Boundary;
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
  const { startWithinMs = 15_000, program = serverProgram, boundary = createBoundary() } = options;
  const labs = new Map<string, Lab>();
  /** By the clock that never jumps: the time of day may be set while labs are open. */
  const lastUsed = new Map<string, number>();
  const folder = createSocketFolder(); // first, since it may fail, and nothing has been started yet
  const pool = createPool({
    boundary,
    program,
    readyWithinMs: startWithinMs,
    size: () => Math.max(poolSize, 2 * (Math.min(expected, capacity) - labs.size)),
  });
  const users = createRedisUsers(redis);
  void users.leftBehind.then((gone) => Promise.all(gone.map((id) => forgetKeys(redis, prefixOf(id)))));
  /** Starting processes is all work and no waiting. From the pool, a turn takes no time. */
  const inTurn = createTurns(availableParallelism());
  let opening = 0;
  let closed = false;

  const endIdle = boundary.guard("end of an idle lab", (id: string) => close(id, "idle"));
  const reaper = setInterval(() => {
    const idle = [...lastUsed].filter(([, at]) => performance.now() - at > idleMs);
    for (const [id] of idle) endIdle(id);
  }, idleMs / 15);
  const stopListening = redis.onChange((up) => {
    for (const lab of labs.values()) lab.noteRedis(up);
  });

  async function open(): Promise<Lab> {
    refuseWhenClosed();
    if (labs.size + opening >= capacity) {
      throw new LabError(
        "capacity",
        `All ${capacity} labs are in use. Close one, wait until an idle one ends (${Math.round(idleMs / 60_000)} min), or start Crosstalk with a larger --capacity.`,
      );
    }
    opening += 1;
    try {
      const lab = await inTurn(() => {
        refuseWhenClosed();
        return openLab({ redis, users, pool, startWithinMs, newSocketPath: folder.newPath });
      });
      if (closed) {
        await lab.close();
        await users.remove(lab.id);
      }
      refuseWhenClosed();
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

  function refuseWhenClosed(): void {
    if (closed) throw new LabError("unavailable", "Crosstalk is ending. Start it again.");
  }

  function touch(id: string): void {
    if (labs.has(id)) lastUsed.set(id, performance.now());
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
    await users.remove(id);
  }

  return {
    open,
    find,
    touch,
    count: () => labs.size,
    warmed: pool.filled,
    capacity,
    lastStartError: pool.lastStartError,
    close,
    async closeAll() {
      closed = true;
      clearInterval(reaper);
      stopListening();
      const ends = await Promise.allSettled([...labs.keys()].map((id) => close(id, "shutdown")));
      for (const end of ends) if (end.status === "rejected") boundary.report("end of a lab", end.reason);
      users.close();
      await pool.close();
      folder.remove();
    },
  };
}

/** A client that comes or says something; what the lab does by itself is no use. */
const isUse = ({ type }: TraceEvent) => type === "connected" || type === "received";
