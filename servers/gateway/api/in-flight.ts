// Tracks calls without a response yet, so that a gateway that ends can respond to them first.
import type { RequestListener, ServerResponse } from "node:http";
import { inTime } from "../../lab/with-timeout.ts";

export interface InFlight {
  /** Wraps a handler: its calls count until they have a response. */
  count: (handler: RequestListener) => RequestListener;
  /** Resolves once all have a response, at the latest after 2 s. */
  answered: () => Promise<unknown>;
}

const answerWithinMs = 2000;

export function createInFlight(): InFlight {
  const open = new Map<ServerResponse, Promise<void>>();
  return {
    count: (handler) => (req, res) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      open.set(res, promise);
      res.once("close", () => {
        open.delete(res);
        resolve();
      });
      return handler(req, res);
    },
    answered: () => inTime(answerWithinMs, Promise.all(open.values())),
  };
}
