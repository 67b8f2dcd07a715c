// Bounds the memory for long API responses that clients don't read, and for request bodies that arrive slowly.
import type { IncomingMessage, ServerResponse } from "node:http";
import { LabError } from "../../lab/errors.ts";
import { addressOf } from "../admission/address.ts";
import { createShares } from "../admission/shares.ts";

export interface BodyLimiter {
  /** Counts a response of `bytes` until the client has read it or is cut off. Throws a LabError if there is no room. */
  hold: (req: IncomingMessage, res: ServerResponse, bytes: number) => void;
  /** Counts a request body until it has arrived. Throws a LabError if too many are arriving. */
  receive: (req: IncomingMessage, res: ServerResponse) => void;
}

export interface BodyLimits {
  /** For one address, and for all. */
  maxBytesOfAddress: number;
  maxBytes: number;
  maxBodiesOfAddress: number;
  maxBodies: number;
  /** A client that reads nothing for this time is cut off. */
  readWithinMs: number;
}

export const bodyLimits: BodyLimits = {
  maxBytesOfAddress: 32_000_000,
  maxBytes: 128_000_000,
  maxBodiesOfAddress: 100,
  maxBodies: 500,
  readWithinMs: 20_000,
};

export function createBodyLimiter(limits: BodyLimits = bodyLimits): BodyLimiter {
  const bytesHeld = createShares({ each: limits.maxBytesOfAddress, all: limits.maxBytes });
  const bodies = createShares({ each: limits.maxBodiesOfAddress, all: limits.maxBodies });
  return {
    hold(req, res, bytes) {
      const address = addressOf(req);
      if (!bytesHeld.take(address, bytes)) {
        throw new LabError(
          "rate",
          "Too many long responses are waiting to be read. Read those, then ask again.",
        );
      }
      res.once("close", () => bytesHeld.give(address, bytes));
      res.setTimeout(limits.readWithinMs, () => res.destroy());
    },
    receive(req, res) {
      if (req.complete || !hasBody(req)) return;
      const address = addressOf(req);
      if (!bodies.take(address)) {
        throw new LabError(
          "rate",
          "Too many request bodies are still arriving. Finish those, then try again.",
        );
      }
      let isHeld = true;
      const give = () => {
        if (isHeld) bodies.give(address);
        isHeld = false;
      };
      req.once("end", give);
      req.once("close", give);
      res.once("close", give);
    },
  };
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
