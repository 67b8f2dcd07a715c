// The faults of the puzzle, each as a state of the lab. words/ has what each looks like.

import type { ServerName } from "../../../servers/protocol.ts";
import type { Target } from "../steps/actions.ts";

export const faultNames = [
  "no-adapter",
  "different-adapters",
  "blackhole",
  "closed",
  "not-sticky",
  "server-down",
  "wrong-room",
] as const;
export type FaultName = (typeof faultNames)[number];

export interface Fault {
  name: FaultName;
  /** The server that has it; has no meaning for faults that aren't about one server. */
  server: ServerName;
}

/** The lab as it should be: everyone connected and in tea, and γ with long-polling through a sticky balancer. */
export const healthy = {
  links: { a: "adapter", b: "adapter" },
  balancer: { sticky: true },
  clients: [
    { name: "α", server: "a", rooms: ["tea"] },
    { name: "β", server: "b", rooms: ["tea"] },
    { name: "γ", server: "balanced", transport: "polling", rooms: ["tea"] },
  ],
} as const satisfies Target;

/** The lab with this fault and nothing else wrong. */
export function brokenLab({ name, server }: Fault): Target {
  switch (name) {
    case "no-adapter":
      return { ...healthy, links: { ...healthy.links, [server]: "none" } };
    case "different-adapters":
      return { ...healthy, links: { a: "adapter", b: "sharded" } };
    case "blackhole":
      return { ...healthy, cables: { [server]: { state: "blackhole" } } };
    case "closed":
      return { ...healthy, cables: { [server]: { state: "close" } } };
    case "not-sticky":
      return { ...healthy, balancer: { sticky: false } };
    case "server-down":
      return { ...healthy, servers: { [server]: "stopped" } };
    case "wrong-room":
      return {
        ...healthy,
        clients: healthy.clients.map((place) =>
          place.server === server ? { ...place, rooms: ["Tea"] } : place,
        ),
      };
  }
}

/** Any fault except the last one. `random` returns numbers from 0 up to 1. */
export function pickFault(random: () => number, last?: FaultName): Fault {
  const others = faultNames.filter((name) => name !== last);
  const name = others[Math.floor(random() * others.length)] ?? faultNames[0];
  return { name, server: random() < 0.5 ? "a" : "b" };
}

/** Random numbers that are the same for the same seed: mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
