// Requests that are still to be answered, so that a gateway that ends can answer them first.
import type { ServerResponse } from "node:http";
import { inTime } from "../../lab/within.ts";

export interface InFlight {
  add: (res: ServerResponse) => void;
  /** Resolves once all are answered, at the latest after `ms`. */
  answered: (ms: number) => Promise<void>;
}

export function createInFlight(): InFlight {
  const waiting = new Map<ServerResponse, Promise<void>>();
  return {
    add(res) {
      const over = new Promise<void>((resolve) => res.once("close", resolve)).then(() => {
        waiting.delete(res);
      });
      waiting.set(res, over);
    },
    async answered(ms) {
      await inTime(ms, Promise.all(waiting.values()));
    },
  };
}
