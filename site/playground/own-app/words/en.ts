// English for an app of the user's own: its pages, its adapter, and the report.
import type { Finding, Role, StageName, Verdict } from "../../../../servers/protocol-report.ts";

const roles: Record<Role, string> = {
  sender: "the sender",
  near: "the client on its server",
  far: "the client on the other server",
};

export const words = {
  heading: (file: string) => `Your app: ${file}`,
  pages: "Open its own pages on",
  balancer: "the balancer",
  ownAdapter: (name: string) =>
    `It has an adapter of its own, ${name}. To see what it does, or to try another with the switches, run the app without it.`,
  leftOut: "It runs without its own adapter. The switches in the picture put another one in.",
  withoutAdapter: "Run it without its adapter",
  withOwnAdapter: "Run it with its own adapter",
  restarting: "Starting both servers again …",
  noAdapter: "It has no adapter of its own. The switches in the picture put one in and take it out again.",
  saved: "You saved it: both servers started again and run it as it is now.",
  notSaved: (place: string, text: string) =>
    `What you saved can’t run${place && ` (${place})`}: ${text} The servers go on with what they ran.`,

  question: "Will it scale out?",
  about:
    "Sends each of its events from a client on A, with another on A and one on B, and compares who hears it with one server. Your clients lose their connection while it runs.",
  make: "Send its events",
  making: "Sending its events …",
  begins: "Connecting clients …",
  stage: (name: string) => `Now: ${name} …`,
  failed: (message: string) => `There is no report. ${message || "The gateway doesn’t respond."}`,
  none: "No event was found. Use the app once, then try again.",
  silent: (events: readonly string[]) => `Falls silent between the servers: ${events.join(", ")}.`,
  sound: "Nothing falls silent between the servers.",
  fallsSilent: "falls silent",
  fine: "gets through",
  sent: (text: string) => `Sent: ${text || "no arguments"}.`,
  madeUp: "The arguments were made up from its handler’s parameters.",
  stages: {
    one: "all clients on one server",
    apart: "two servers",
    linked: "with the adapter",
    balanced: "not sticky",
    blackhole: "B’s cable loses everything",
    killed: "after B was killed",
  } satisfies Record<StageName | "one", string>,
  verdicts: {
    everyone: "reaches everyone",
    "own-server": "reaches only its own server",
    twice: "heard twice",
    answers: "is answered",
    nobody: "nobody hears it, as on one server",
    dies: "nothing follows",
  } satisfies Record<Verdict, string>,
  why: {
    crashed: "a server ended",
    "not-connected": "a client that begins with long-polling couldn’t connect",
    "not-received": "no server received it",
    unanswered: "the acknowledgement didn’t come",
    lost: "nobody heard it",
  } satisfies Record<NonNullable<Finding["why"]>, string>,
  missed: (missed: readonly Role[]) => `not heard by ${missed.map((role) => roles[role]).join(" and ")}`,
  answer: (here: string, one: string) => `returns ${here}; one server returns ${one}`,
  trace: (from: number, to: number, message: string | null) =>
    `trace ${from} to ${to}${message ? `, message ${message}` : ""}`,
  ended: (server: string, stage: string, text: string) =>
    `Server ${server.toUpperCase()} ended by itself (${stage}): ${text}`,
};

export type AppWords = typeof words;
