// English for the outages one can try in lesson 10.
import type { Fate, OutageLink, OutageState } from "../outages.ts";

export const words = {
  title: "How is the link broken?",
  about:
    "You choose an adapter and a fault. The lab breaks B’s cable, lets β and α speak, and makes the cable whole again. What became of the messages is added to a table. It needs JavaScript.",
  plan: "B’s cable breaks, β says something on B, α says something on A, and then the cable is up again. Each try fills a row.",
  adapter: "Adapter",
  fault: "B’s cable",
  run: "Try it",
  running: "Trying …",
  failed: "The lab refused it, and shows why.",
  streams: "Streams need a real Redis.",
  columns: { own: "β’s message at β", out: "β’s message at α", in: "α’s message at β" },
  links: { adapter: "Redis", sharded: "sharded", streams: "streams" } satisfies Record<OutageLink, string>,
  states: {
    close: "closed",
    reset: "reset again and again",
    blackhole: "a black hole",
    stall: "stalled, then healed",
  } satisfies Record<OutageState, string>,
  fates: { "at-once": "at once", late: "late", lost: "lost" } satisfies Record<Fate, string>,
};

export type OutageWords = typeof words;
