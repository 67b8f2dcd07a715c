// What the playground can start from: each scenario is an arrangement, and words/ says what to look for in it.

import type { ArrangementInput } from "../lab/arrangement/arrangement.ts";

const twoClients = [
  { name: "α", server: "a" },
  { name: "β", server: "b" },
] as const;
const bothAdapters = { a: "adapter", b: "adapter" } as const;
const say = (client: string, text: string) => ({ client, event: "message", args: [text] });

/** In the order in which they are listed. */
export const scenarios = {
  silence: { clients: twoClients, run: [say("α", "hi")] },
  "half-deaf": {
    clients: ["α", "β", "γ", "δ", "ε", "ζ"].map((name) => ({ name, server: "balanced" as const })),
    run: [say("α", "hi")],
  },
  "one-adapter": { links: { a: "adapter" }, clients: twoClients, panel: "wire", run: [say("α", "hi")] },
  "both-adapters": { links: bothAdapters, clients: twoClients, panel: "wire", run: [say("α", "hi")] },
  "two-kinds": {
    links: { a: "adapter", b: "sharded" },
    clients: twoClients,
    panel: "wire",
    run: [say("α", "hi")],
  },
  "different-keys": {
    links: { a: "adapter", b: "adapter-other-key" },
    clients: twoClients,
    panel: "wire",
    run: [say("α", "hi")],
  },
  "one-connection": {
    links: { a: "bridge-single", b: "bridge" },
    clients: twoClients,
    panel: "logs",
    run: [say("α", "hi")],
  },
  blackhole: {
    links: bothAdapters,
    cables: { b: { state: "blackhole" } },
    clients: twoClients,
    panel: "wire",
    run: [say("α", "hi")],
  },
  slow: { links: bothAdapters, cables: { b: { delayMs: 400 } }, clients: twoClients, run: [say("α", "hi")] },
  late: {
    links: { a: "adapter" },
    clients: twoClients,
    run: [say("α", "early"), { server: "b", link: "adapter" }, say("α", "late")],
  },
  "not-sticky": {
    links: bothAdapters,
    clients: [...twoClients, { name: "γ", server: "balanced", transport: "polling" }],
    run: [say("α", "hi")],
  },
  rooms: {
    links: bothAdapters,
    clients: [
      { name: "α", server: "a", rooms: ["tea"] },
      { name: "β", server: "b", rooms: ["tea"] },
      { name: "γ", server: "a" },
      { name: "δ", server: "b" },
    ],
    panel: "matrix",
    run: [{ client: "α", event: "room:message", args: [{ room: "tea", data: "hi" }] }],
  },
  "server-dies": {
    links: bothAdapters,
    clients: twoClients,
    panel: "matrix",
    run: [
      say("α", "before"),
      { server: "b", do: "kill" },
      say("α", "while B is down"),
      { server: "b", do: "start" },
      { client: "β", do: "connect" },
      say("α", "after"),
    ],
  },
  "no-handler": {
    links: bothAdapters,
    clients: twoClients,
    run: [{ client: "α", event: "order", args: [{ id: 1 }], ack: true }],
  },
} as const satisfies Record<string, ArrangementInput>;

export type ScenarioName = keyof typeof scenarios;
export const scenarioNames = Object.keys(scenarios) as ScenarioName[];
