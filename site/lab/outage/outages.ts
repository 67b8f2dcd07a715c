// The adapters and faults to try, and what can become of a message.
import type { Target } from "../steps/actions.ts";

export const outageLinks = ["adapter", "sharded", "streams"] as const;
export const outageStates = ["close", "reset", "blackhole", "stall"] as const;
export type OutageLink = (typeof outageLinks)[number];
export type OutageState = (typeof outageStates)[number];
const deliveries = ["at-once", "late", "lost"] as const;
export type Delivery = (typeof deliveries)[number];
export const isDelivery = (value: unknown): boolean => deliveries.some((delivery) => delivery === value);

/** What became of B's message at B's own client and at A's, and of A's message at B's. */
export interface Outcomes {
  own: Delivery;
  out: Delivery;
  in: Delivery;
}

export const outageSetup = (link: OutageLink): Target => ({
  links: { a: link, b: link },
  clients: [
    { name: "α", server: "a" },
    { name: "β", server: "b" },
  ],
});
