// Why a server cannot be linked, as sentences for learners.
import type { LinkName } from "../protocol.ts";
import { CallFailed, LabError } from "./errors.ts";
import type { LabRedis } from "./redis/lab-redis.ts";

/** How long Redis may take to answer when a server is linked; long enough for a laptop that a whole class shares. */
export const linkWithinMs = 5000;

/** Returns why linking failed, without a full stop. `isOwnCode`: the link may be a learner's, and then it isn't Redis that failed. */
export function whyNotLinked(error: unknown, isOwnCode: boolean): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof CallFailed)) return message;
  switch (error.by) {
    case "refusal":
      return `Redis answered: ${message}`;
    case "timeout":
      return `Redis did not answer within ${linkWithinMs} ms. Check Redis`;
    case "error":
      if (isOwnCode) return `its code failed: ${message}`;
      return `Redis could not be asked: ${message}. Check Redis`;
  }
}

/** Throws a LabError if this Redis cannot do what the link needs. */
export function refuseUnsupported(link: LinkName, { supports, state }: LabRedis): void {
  if (!(link === "sharded" || link === "streams") || supports[link]) return;
  const { kind, version } = state();
  const needs =
    link === "sharded" ? "sharded Pub/Sub, which Redis has since 7.0" : "streams, which Redis has since 5.0";
  const has = kind === "embedded" ? "the embedded broker has Pub/Sub only" : `this is Redis ${version}`;
  throw new LabError(
    "conflict",
    `The link ${link} needs ${needs}; ${has}. Install redis-server (or set REDIS_URL to a newer Redis) and start Crosstalk again.`,
  );
}
