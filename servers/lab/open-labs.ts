// The labs that are open: by id, and which of them nobody uses.
import type { ErrorBoundary } from "../error-boundary.ts";
import type { GoneReason, TraceEvent } from "../protocol.ts";
import { LabError } from "./errors.ts";
import { createIdleTimer } from "./idle.ts";
import type { Lab } from "./lab.ts";

export interface OpenLabs {
  add: (lab: Lab) => void;
  /** Returns the lab with this id. Throws a LabError if there is no such lab. */
  find: (id: string) => Lab;
  /** Restarts the lab's idle time. */
  touch: (id: string) => void;
  count: () => number;
  all: () => Iterable<Lab>;
  close: (id: string, reason: GoneReason) => Promise<void>;
  /** Closes every lab. Errors are reported. */
  closeAll: () => Promise<void>;
}

export interface OpenLabsContext {
  boundary: ErrorBoundary;
  /** A lab that nobody used for this time is closed. */
  idleMs: number;
  /** Called when a lab ends, before its servers do. */
  onGone: (id: string, reason: GoneReason) => void;
  /** Ends what belongs to the lab. */
  end: (lab: Lab) => Promise<void>;
}

export function createOpenLabs({ boundary, idleMs, onGone, end }: OpenLabsContext): OpenLabs {
  const labs = new Map<string, Lab>();
  const endIdle = boundary.guard("end of an idle lab", (id: string) => close(id, "idle"));
  const idle = createIdleTimer(idleMs, endIdle);

  function find(id: string): Lab {
    const lab = labs.get(id);
    if (lab) return lab;
    throw new LabError(
      "not_found",
      "There is no such lab. It was closed, or ended because nobody used it. Open another: POST /api/labs",
    );
  }

  function touch(id: string): void {
    if (labs.has(id)) idle.touch(id);
  }

  async function close(id: string, reason: GoneReason): Promise<void> {
    const lab = find(id);
    labs.delete(id);
    idle.forget(id);
    onGone(id, reason);
    await end(lab);
  }

  return {
    add(lab) {
      labs.set(lab.id, lab);
      touch(lab.id);
      lab.trace.subscribe((events) => {
        if (events.some(isUse)) touch(lab.id);
      });
    },
    find,
    touch,
    count: () => labs.size,
    all: () => labs.values(),
    close,
    async closeAll() {
      idle.stop();
      const ends = await Promise.allSettled([...labs.keys()].map((id) => close(id, "shutdown")));
      for (const end of ends) if (end.status === "rejected") boundary.report("end of a lab", end.reason);
    },
  };
}

/** Whether a client connected or sent something. What the lab does by itself does not count as use. */
const isUse = ({ type }: TraceEvent) => type === "connected" || type === "received";
