// What a report on an app says: "Will it scale out?" Everything in it follows from the trace. It imports types only.
import type { ServerName } from "./protocol.ts";

/**
 * The same events on two servers that aren't linked; with an adapter; behind a balancer that isn't sticky; while B's cable to Redis
 * loses everything; and after B was killed and started again.
 */
export const stageNames = ["apart", "linked", "balanced", "blackhole", "killed"] as const;
export type StageName = (typeof stageNames)[number];

/** `near` is on the sender's server, `far` on the other. */
export const roleNames = ["sender", "near", "far"] as const;
export type Role = (typeof roleNames)[number];

/**
 * Compared with one server that has all three clients: it reaches everyone it reached there; only those on the sender's own server;
 * somebody more often than there; only the sender, who is answered; nobody, as there; or nothing follows, or the server ends.
 */
export const verdictNames = ["everyone", "own-server", "twice", "answers", "nobody", "dies"] as const;
export type Verdict = (typeof verdictNames)[number];

export const whyNames = ["crashed", "not-connected", "not-received", "unanswered", "lost"] as const;

export interface Finding {
  verdict: Verdict;
  /** Who heard it on one server, and doesn't here. */
  missed: Role[];
  /** With `dies`: the server ended, the client couldn't connect, the event didn't arrive, the answer didn't come, nobody heard it. */
  why?: (typeof whyNames)[number];
  /** The acknowledgement, where it differs from what one server always says. */
  answer?: { one: string; here: string };
  /** The event's message in the trace, and where the trace shows it; null if no server received it. */
  trace: { message: string | null; from: number; to: number };
}

export interface ReportedEvent {
  event: string;
  /** What was sent, as the trace shows it. */
  text: string;
  /** Given in a file; seen in the lab; or found among what the app listens for, with arguments made up. */
  from: "given" | "seen" | "found";
  stages: Partial<Record<StageName, Finding>>;
}

export interface Report {
  file: string;
  socketIo: string;
  /** The class of the app's own adapter; null if it has none. */
  adapter: string | null;
  events: ReportedEvent[];
  /** The servers that ended by themselves, with what they said last. */
  crashes: { stage: StageName; server: ServerName; text: string }[];
  /** The events that fall silent in the app as it is. */
  silent: string[];
}

/** The state of the report on an app. The last report is kept until the app is saved again. */
export type ReportState =
  | { is: "none" }
  /** `one`: how the app behaves with all clients on one server; null before that. */
  | { is: "running"; stage: StageName | "one" | null }
  | { is: "failed"; message: string }
  | { is: "done"; report: Report };
