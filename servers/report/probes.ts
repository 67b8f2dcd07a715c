// Which events a report sends: those of a file, or those that were seen in the lab and those that the app listens for. Pure.
import { z } from "zod";
import type { TraceEvent } from "../protocol.ts";
import type { ReportedEvent } from "../protocol-report.ts";

export interface Probe {
  event: string;
  /** Texts like `$far.room` stand for a client's id or room; see `filledIn`. */
  args: unknown[];
  ack: boolean;
  from: ReportedEvent["from"];
}

const emission = z.strictObject({
  event: z.string().min(1).max(200),
  args: z.array(z.json()).max(20).default([]),
  ack: z.boolean().default(false),
});

/** The file of `--probes`. */
export const probesFile = z.strictObject({
  /** `auth` of each client's handshake. */
  auth: z.record(z.string(), z.json()).optional(),
  /** The events that each client sends when it has connected, e.g. to join a room. */
  before: z.array(emission).max(20).default([]),
  events: z.array(emission).min(1).max(50),
});
export type ProbesFile = z.infer<typeof probesFile>;

/** Returns the events that clients sent in this trace, each as it was sent last, and those that the app listens for besides. */
export function probesFromTrace(trace: readonly TraceEvent[]): Probe[] {
  const probes = new Map<string, Probe>();
  for (const one of trace) {
    if (one.type === "received" && !one.unhandled) {
      const args = argsIn(one.text);
      if (args) probes.set(one.event, { event: one.event, args, ack: one.wantsAck, from: "seen" });
    } else if (one.type === "listens" && !probes.has(one.event)) {
      probes.set(one.event, { event: one.event, ...made(one.params), from: "found" });
    }
  }
  return [...probes.values()];
}

/** Returns undefined for what the trace doesn't show whole: bytes, and long texts. */
function argsIn(text: string): unknown[] | undefined {
  try {
    return JSON.parse(`[${text}]`);
  } catch {
    return undefined;
  }
}

const callback = /^(ack|acknowledge|cb|callback|done|fn|reply|respond|response|answer)$/i;
const addressee = /^(to|room|roomid|roomname|channel|target|recipient|receiver|userid|user_id)$/i;
const amount = /(count|number|amount|price|total|index|size|x|y)$/i;

/** Makes up arguments by the names of a handler's parameters. */
function made(params: readonly string[]): Pick<Probe, "args" | "ack"> {
  const ack = callback.test(params.at(-1) ?? "");
  const given = ack ? params.slice(0, -1) : params;
  return { ack, args: given.filter((param) => !param.startsWith("...")).map(argument) };
}

function argument(param: string): unknown {
  const name = param.replace(/\s*=.*$/s, "");
  if (!name.startsWith("{")) return valueFor(name);
  const keys = name
    .replace(/^\{|\}$/g, "")
    .split(",")
    .map((key) => key.replace(/[:=].*$/s, "").trim())
    .filter((key) => key && !key.startsWith("..."));
  return Object.fromEntries(keys.map((key) => [key, valueFor(key)]));
}

function valueFor(name: string): unknown {
  if (addressee.test(name)) return "$far.room";
  return amount.test(name) ? 1 : "probe";
}

/** Replaces texts like `$far.room` anywhere in arguments by what `known` says of that name. */
export function fillPlaceholders(args: readonly unknown[], known: ReadonlyMap<string, string>): unknown[] {
  const fill = (value: unknown): unknown => {
    if (typeof value === "string") return known.get(value) ?? value;
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
  };
  return args.map(fill);
}
