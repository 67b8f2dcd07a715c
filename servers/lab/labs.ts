// All labs: opens them up to the capacity, finds them by id, and ends those that nobody uses.
import { availableParallelism } from "node:os";
import pLimit from "p-limit";
import { createErrorBoundary, type ErrorBoundary } from "../error-boundary.ts";
import type { GoneReason, LabState } from "../protocol.ts";
import { serverProgram } from "./child/server-process.ts";
import { LabError } from "./errors.ts";
import { usualIdleMs } from "./idle.ts";
import { type Lab, openLab } from "./lab.ts";
import { prefixOf } from "./lab-id.ts";
import { createOpenLabs } from "./open-labs.ts";
import { createPool } from "./process-pool.ts";
import { deleteKeys } from "./redis/delete-keys.ts";
import type { LabRedis } from "./redis/lab-redis.ts";
import { createRedisUsers, type RedisUsers } from "./redis/users.ts";
import { createSocketFolder } from "./socket-folder.ts";

export interface Labs {
  /** Rejects with a LabError when all are in use or no server process can be started. */
  open: () => Promise<Lab>;
  /** Returns the lab with this id. Throws a LabError if there is no such lab. */
  find: (id: string) => Lab;
  /** Restarts the lab's idle time. Call it when somebody uses or watches the lab. */
  touch: (id: string) => void;
  count: () => number;
  /** How many server processes wait for a lab. */
  waiting: () => number;
  /** Resolves once the pool is filled for all expected labs. */
  warmed: Promise<void>;
  capacity: number;
  /** Whether they run code of a learner's own. */
  mayRunCode: boolean;
  /** Why the last attempt to start a process failed; null if it didn't. */
  lastStartError: () => string | null;
  close: (id: string, reason: GoneReason) => Promise<void>;
  /** Opens no more labs. Resolves once the last one has ended, at the latest after `ms`. */
  drain: (ms: number) => Promise<void>;
  isDraining: () => boolean;
  closeAll: () => Promise<void>;
}

export interface LabsApp {
  file: string;
  /** Returns what a lab's state says of it. */
  state: () => LabState["app"] | undefined;
  /** Called with its files that were loaded, also when it then failed. */
  loaded: (files: string[]) => void;
}

export interface LabsOptions {
  redis: LabRedis & { onChange: (listener: (up: boolean) => void) => () => void };
  capacity: number;
  /** How many server processes are kept ready for new labs; two per lab. Twice the number of cores, at most 4. */
  poolSize?: number;
  /** How many labs are expected. Their processes are started in advance, up to the capacity; 0. */
  expected?: number;
  /** A lab that nobody used for this time is ended; `usualIdleMs`. */
  idleMs?: number;
  /** If a server doesn't listen within this time, it is ended and the lab isn't opened; 15 s. Half a second is usual. */
  startWithinMs?: number;
  /** The program of a server process; process/main.ts. */
  program?: URL;
  /** Handles errors of the processes; by default it logs them. */
  boundary?: ErrorBoundary;
  /** Whether labs may run code of a learner's own; false. */
  mayRunCode?: boolean;
  /** Its name among several gateways, with which the ids of its labs begin: `name.…`; none. */
  gateway?: string | undefined;
  /** The path below which labs are reached, with a slash at both ends; "/". */
  base?: string;
  /** An app of the user's own, which the servers run instead of the chat server. */
  app?: LabsApp | undefined;
  /** Called when a lab has opened, with the seconds that took. */
  onOpened?: (lab: Lab, seconds: number) => void;
  /** Called when a lab ends. */
  onGone: (id: string, reason: GoneReason) => void;
}

export function createLabs({ redis, capacity, onOpened, onGone, ...options }: LabsOptions): Labs {
  const { idleMs = usualIdleMs, poolSize = Math.min(4, 2 * availableParallelism()), expected = 0 } = options;
  const { mayRunCode = false, gateway, base = "/", app } = options;
  const { startWithinMs = 15_000, program = serverProgram, boundary = createErrorBoundary() } = options;
  const folder = createSocketFolder(); // first, because it can fail, and nothing has been started yet
  const pool = createPool({
    boundary,
    program,
    app: app?.file,
    readyWithinMs: startWithinMs,
    size: () => Math.max(poolSize, 2 * (Math.min(expected, capacity) - labs.count())),
  });
  const users = createRedisUsers(redis, { areWanted: !app });
  const processes = { pool, startWithinMs, newSocketPath: folder.newPath, loaded: app?.loaded ?? (() => {}) };
  /** Starting processes is pure CPU work: forty that start together would all be late, so one per core, in order of arrival. */
  const limitStarts = pLimit(availableParallelism());
  const drained = Promise.withResolvers<void>();
  let opening = 0;
  let draining = false;
  let closed = false;

  const labs = createOpenLabs({
    boundary,
    idleMs,
    onGone,
    end: (lab) => endLab(lab, redis, users).finally(noteEmpty),
  });
  const stopListening = redis.onChange((up) => {
    for (const lab of labs.all()) lab.noteRedis(up);
  });

  async function open(): Promise<Lab> {
    refuseWhenClosed();
    if (draining) throw new LabError("unavailable", drainingMessage);
    if (labs.count() + opening >= capacity) throw allInUse(capacity, idleMs);
    opening += 1;
    const startedAt = performance.now();
    try {
      const lab = await limitStarts(() => {
        refuseWhenClosed();
        return openLab({ redis, users, gateway, base, mayRunCode, app: app?.state, ...processes });
      });
      if (closed) {
        await lab.close();
        await users.remove(lab.id);
      }
      refuseWhenClosed();
      labs.add(lab);
      onOpened?.(lab, (performance.now() - startedAt) / 1000);
      return lab;
    } finally {
      opening -= 1;
      noteEmpty();
    }
  }

  function refuseWhenClosed(): void {
    if (closed) throw new LabError("unavailable", "Crosstalk is shutting down. Start it again.");
  }

  function noteEmpty(): void {
    if (draining && labs.count() + opening === 0) drained.resolve();
  }

  return {
    open,
    find: labs.find,
    touch: labs.touch,
    count: labs.count,
    waiting: pool.waiting,
    warmed: pool.filled,
    capacity,
    mayRunCode,
    lastStartError: pool.lastStartError,
    close: labs.close,
    async drain(ms) {
      draining = true;
      const timer = setTimeout(drained.resolve, ms);
      noteEmpty();
      await drained.promise;
      clearTimeout(timer);
    },
    isDraining: () => draining,
    async closeAll() {
      closed = true;
      stopListening();
      await labs.closeAll();
      users.close();
      await pool.close();
      folder.remove();
    },
  };
}

export const drainingMessage =
  "This gateway is about to end, and opens no more labs. Try again: another one takes over, or it is started again.";

async function endLab(lab: Lab, redis: LabRedis, users: RedisUsers): Promise<void> {
  await lab.close();
  await deleteKeys(redis, prefixOf(lab.id));
  await users.remove(lab.id);
}

function allInUse(capacity: number, idleMs: number): LabError {
  return new LabError(
    "capacity",
    `All ${capacity} labs are in use. Close one, wait until an idle one ends (${Math.round(idleMs / 60_000)} min), or start Crosstalk with a larger --capacity.`,
  );
}
