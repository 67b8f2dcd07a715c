// The plan as the instructor's page knows it, and what can be done with it.
import type { Plan, PlanStart } from "../../../../servers/plan.ts";
import type { WorkshopSocket } from "../../workshop-socket.ts";

/** @param now returns the gateway's clock, and is reactive. */
export function openPlan(socket: WorkshopSocket, now: () => number, ask: Ask) {
  let running = $state.raw<(Plan & { receivedAt: number }) | null>(null);
  socket.on("plan", (next) => {
    running = next && { ...next, receivedAt: performance.now() };
  });

  return {
    /** Null without one. */
    get running() {
      return running;
    },
    /** How long it has run, without breaks; 0 without one. */
    get ms() {
      if (!running) return 0;
      now();
      const since = performance.now() - running.receivedAt;
      return running.elapsedMs + Math.max(0, since - running.breakLeftMs);
    },
    start: (plan: PlanStart) => ask((timed) => timed.emitWithAck("plan", plan)),
    end: () => ask((timed) => timed.emitWithAck("plan", null)),
    /** @param experiments all that are closed, as `lesson#experiment`. */
    close: (experiments: string[]) => ask((timed) => timed.emitWithAck("close", experiments)),
  };
}

type Timed = ReturnType<WorkshopSocket["timeout"]>;
/** Sends something, and shows why if it was refused. */
export type Ask = (send: (timed: Timed) => Promise<object>) => Promise<unknown>;
