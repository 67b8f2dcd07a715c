// The balancer before A and B: round robin, request by request, or sticky by a cookie.
import type { ServerName } from "../protocol.ts";
import { LabError } from "./errors.ts";

export interface Balancer {
  sticky: () => boolean;
  setSticky: (sticky: boolean) => void;
  /** The server for a request that carries this cookie, among those that run; a LabError when none does. */
  pick: (cookie: string | undefined, running: readonly ServerName[]) => ServerName;
}

/** Not sticky at first, as a balancer is that nobody has configured. */
export function createBalancer(): Balancer {
  let sticky = false;
  let turn = 0;
  return {
    sticky: () => sticky,
    setSticky(next) {
      sticky = next;
    },
    pick(cookie, running) {
      const known = running.find((name) => name === cookie);
      if (sticky && known) return known;
      const next = running[turn % running.length];
      turn += 1;
      if (next) return next;
      throw new LabError(
        "unavailable",
        "Neither server runs, so the balancer has nowhere to go. Start one of them.",
      );
    },
  };
}
