// The faults of the puzzle, each as a state of the lab. words/ has what each looks like.

import type { ServerName } from "../../../servers/protocol.ts";
import type { Target } from "../steps/actions.ts";

/** None of them shows in the picture, as a missing client or a stopped server would. */
export const faultNames = [
  "no-adapter",
  "different-adapters",
  "different-keys",
  "blackhole",
  "closed",
  "slow",
  "comes-and-goes",
  "wrong-room",
] as const;
export type FaultName = (typeof faultNames)[number];

interface Part {
  name: FaultName;
  /** The server that has the fault; ignored for faults that aren't about one server. */
  server: ServerName;
}

/** What is wrong: one thing, or two. */
export type Fault = readonly Part[];

const first = ["no-adapter", "closed"] as const;
const quiet = ["different-adapters", "different-keys", "blackhole", "slow"] as const;
const one = (...names: FaultName[]): FaultName[][] => names.map((name) => [name]);
const two = (name: FaultName, ...others: FaultName[]): FaultName[][] => others.map((other) => [name, other]);

/** What can be wrong at each level. Two faults are always such that neither hides the other. */
export const levels: readonly (readonly (readonly FaultName[])[])[] = [
  one(...first),
  one(...first, "wrong-room"),
  one(...first, "wrong-room", "different-adapters"),
  one("no-adapter", "wrong-room", "different-adapters", "different-keys"),
  one("closed", "blackhole", "different-adapters", "different-keys"),
  one("blackhole", "different-keys", "slow", "wrong-room"),
  one("blackhole", "closed", "slow", "comes-and-goes"),
  two("wrong-room", ...first),
  two("wrong-room", ...quiet),
  [
    ...two("slow", "different-adapters", "different-keys"),
    ...two("wrong-room", "comes-and-goes", "blackhole"),
  ],
];

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

/** The lab with this fault and nothing else wrong. A cable that comes and goes is up at first: see flapping-cable.ts. */
export const brokenLab = (fault: Fault): Target => fault.reduce<Target>(withPart, healthy);

function withPart(lab: Target, { name, server }: Part): Target {
  switch (name) {
    case "no-adapter":
      return { ...lab, links: { ...lab.links, [server]: "none" } };
    case "different-adapters":
      return { ...lab, links: { a: "adapter", b: "sharded" } };
    case "different-keys":
      return { ...lab, links: { ...lab.links, [server]: "adapter-other-key" } };
    case "blackhole":
      return { ...lab, cables: { ...lab.cables, [server]: { state: "blackhole" } } };
    case "closed":
      return { ...lab, cables: { ...lab.cables, [server]: { state: "close" } } };
    case "slow":
      return { ...lab, cables: { ...lab.cables, [server]: { delayMs: 600 } } };
    case "comes-and-goes":
      return lab;
    case "wrong-room":
      return {
        ...lab,
        clients: (lab.clients ?? []).map((place) =>
          place.server === server ? { ...place, rooms: ["Tea"] } : place,
        ),
      };
  }
}

const isSame = (names: readonly FaultName[], last: Fault | undefined) =>
  names.length === last?.length && last.every(({ name }) => names.includes(name));

/** A fault of this level, from 1, except the last one. `random` returns numbers from 0 up to 1. */
export function pickFault(random: () => number, level: number, last?: Fault): Fault {
  const among = (levels[level - 1] ?? []).filter((names) => !isSame(names, last));
  const names = among[Math.floor(random() * among.length)] ?? [];
  return names.map((name) => ({ name, server: random() < 0.5 ? "a" : "b" }));
}

/** The puzzle of a day, e.g. `2026-11-28` in UTC: the same for everybody, and none of the easy ones. */
export function faultOfDay(day: string): Fault {
  const random = seededRandom(Number(day.replaceAll("-", "")));
  return pickFault(random, 5 + Math.floor(random() * 6));
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
