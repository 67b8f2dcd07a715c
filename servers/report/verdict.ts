// What a trace says about one event that was sent: who heard it, and how that compares with one server. Pure.
import type { TraceEvent } from "../protocol.ts";
import type { Finding, Role } from "../protocol-report.ts";

/** The socket id of each client, by role. */
export type SocketIds = Record<Role, string>;

export interface Outcome {
  message: string | null;
  /** How often each heard something because of it. */
  heard: Record<Role, number>;
  /** The acknowledgement; null for none. */
  answer: string | null;
  /** Whether a server ended meanwhile. */
  crashed: boolean;
}

/** Reads what followed when the sender emitted `event`. `events` begin before that. */
export function outcomeOf(events: readonly TraceEvent[], ids: SocketIds, event: string): Outcome {
  const received = events.find(
    (one) => one.type === "received" && one.socket === ids.sender && one.event === event,
  );
  const message = received?.type === "received" ? received.message : null;
  const heard = { sender: 0, near: 0, far: 0 };
  const said = new Set<string>();
  for (const one of events)
    if (one.type === "delivered" && one.message === message) said.add(`${one.event} ${one.text}`);
  let answer: string | null = null;
  let crashed = false;
  for (const one of events) {
    if (one.type === "server") crashed ||= one.state === "crashed";
    else if (one.type === "acknowledged" && one.message === message) answer ??= one.text;
    // What comes by a way that the lab can't follow, e.g. another database's adapter, is known by what it says.
    else if (one.type === "delivered" && said.has(`${one.event} ${one.text}`)) {
      for (const role of ["sender", "near", "far"] as const)
        if (one.sockets.includes(ids[role])) heard[role] += 1;
    }
  }
  return { message, heard, answer, crashed };
}

export type Judgement = Pick<Finding, "verdict" | "missed" | "why" | "answer">;

/** Compares an outcome with those on one server, of which there are two, to know what is the same each time. */
export function verdictOf([first, second]: readonly [Outcome, Outcome], here: Outcome): Judgement {
  const one = { ...first, heard: least(first.heard, second.heard) };
  const others = (["near", "far"] as const).filter((role) => one.heard[role] > 0);
  const missed = others.filter((role) => here.heard[role] === 0);
  const judged = (verdict: Finding["verdict"], why?: Finding["why"]): Judgement => ({
    verdict,
    missed,
    ...(why && { why }),
    ...(isOther(first, second, here) && { answer: { one: first.answer ?? "", here: here.answer ?? "" } }),
  });

  if (here.crashed && !first.crashed) return judged("dies", "crashed");
  if (here.message === null) return judged("dies", "not-received");
  if (one.answer !== null && second.answer !== null && here.answer === null)
    return judged("dies", "unanswered");
  const most = (role: Role) => Math.max(first.heard[role], second.heard[role]);
  if ((["sender", "near", "far"] as const).some((role) => here.heard[role] > most(role)))
    return judged("twice");
  if (others.length === 0) return withoutOthers(one, here, judged);
  if (missed.length === 0) return judged("everyone");
  return missed.includes("near") && here.heard.far === 0 ? judged("dies", "lost") : judged("own-server");
}

function withoutOthers(
  one: Outcome,
  here: Outcome,
  judged: (verdict: Finding["verdict"], why?: Finding["why"]) => Judgement,
): Judgement {
  if (one.answer === null && one.heard.sender === 0) return judged("nobody");
  return here.answer === null && here.heard.sender === 0 ? judged("dies", "lost") : judged("answers");
}

function least(one: Outcome["heard"], other: Outcome["heard"]): Outcome["heard"] {
  return {
    sender: Math.min(one.sender, other.sender),
    near: Math.min(one.near, other.near),
    far: Math.min(one.far, other.far),
  };
}

/** Whether the acknowledgement says something else than one server says each time. */
function isOther(first: Outcome, second: Outcome, here: Outcome): boolean {
  return first.answer === second.answer && here.answer !== null && here.answer !== first.answer;
}
