// The load balancer in front of A and B: round robin for each request, or sticky by cookie.
import type { ServerName } from "../protocol.ts";
import { LabError } from "./errors.ts";

export interface Balancer {
  sticky: () => boolean;
  setSticky: (sticky: boolean) => void;
  /** Returns the server for a request with this cookie. Throws a LabError when `running` is empty. */
  pick: (cookie: string | undefined, running: readonly ServerName[]) => ServerName;
}

/** Creates a balancer that is not sticky, like one that nobody has configured. */
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
        "Neither server is running, so the balancer has nowhere to send this request. Start one of them.",
      );
    },
  };
}
