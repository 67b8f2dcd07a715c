// English for the outages one can try in lesson 10.
import type { Delivery, OutageLink, OutageState } from "../outages.ts";

export const words = {
  title: "How is the link broken?",
  about:
    "You choose an adapter and a fault. The lab breaks B’s cable, sends a message from β and one from α, and repairs the cable. A table shows what became of both. It needs JavaScript.",
  plan: "B’s cable breaks, β sends a message on B and α one on A, then the cable is repaired. Each try fills a row.",
  adapter: "Adapter",
  fault: "B’s cable",
  run: "Try it",
  running: "Trying …",
  failed: "That didn’t work. If the lab knows why, it says so.",
  streams: "Streams need a real Redis.",
  columns: { own: "β’s message at β", out: "β’s message at α", in: "α’s message at β" },
  links: { adapter: "Redis", sharded: "sharded", streams: "streams" } satisfies Record<OutageLink, string>,
  states: {
    close: "closed",
    reset: "reset again and again",
    blackhole: "a black hole",
    stall: "stalled, then healed",
  } satisfies Record<OutageState, string>,
  deliveries: { "at-once": "at once", late: "late", lost: "lost" } satisfies Record<Delivery, string>,
};

export type OutageWords = typeof words;
