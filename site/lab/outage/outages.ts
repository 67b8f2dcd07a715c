// The adapters and the faults that can be tried, and what can become of a message.
import type { Target } from "../steps/actions.ts";

export const outageLinks = ["adapter", "sharded", "streams"] as const;
export const outageStates = ["close", "reset", "blackhole", "stall"] as const;
export type OutageLink = (typeof outageLinks)[number];
export type OutageState = (typeof outageStates)[number];
const fates = ["at-once", "late", "lost"] as const;
export type Fate = (typeof fates)[number];
export const isFate = (value: unknown): boolean => fates.some((fate) => fate === value);

/** What was said on B, at B's own client and at A's; and what was said on A, at B's. */
export interface Outcomes {
  own: Fate;
  out: Fate;
  in: Fate;
}

export const outageSetup = (link: OutageLink): Target => ({
  links: { a: link, b: link },
  clients: [
    { name: "α", server: "a" },
    { name: "β", server: "b" },
  ],
});
