// What an experiment compares with its prediction: client by client, what one message brought them.

import { givenUpAt, row, settlesAt } from "./matrix.ts";
import { isBroadcast, type Message } from "./messages.ts";
import type { Result } from "./result.ts";
import type { Picture } from "./state.ts";

export interface Outcome {
  message: Message;
  /** By the client's label. */
  results: ReadonlyMap<string, Result>;
}

/** A question to the other servers is answered within 5 s, be it by an error. */
const answerMs = 6_500;

/** The moment from which nothing more is waited for, on the lab's clock: silence, or an answer that does not come. */
export function endsAt(message: Message): number {
  if (!message.received) return givenUpAt(message);
  return asksInVain(message) ? (message.takenAt ?? message.at) + answerMs : settlesAt(message);
}

/** The moments at which what is known of a message changes without anything happening, on the lab's clock. */
export const turnsAt = (message: Message): number[] => [
  settlesAt(message),
  givenUpAt(message),
  endsAt(message),
];

/** It asked for an acknowledgement of something that is not broadcast, and has not got it. */
function asksInVain(message: Message): boolean {
  const { trail } = message;
  return (
    !isBroadcast(message) &&
    trail.some((event) => event.type === "received" && event.wantsAck) &&
    !trail.some(({ type }) => type === "acknowledged")
  );
}

/** Undefined while something may still come. */
export function outcomeOf(
  message: Message,
  labels: readonly string[],
  picture: Picture,
  now: number,
): Outcome | undefined {
  const { cells, settled } = row(message, picture, now);
  const isAnswered = message.trail.some((event) => event.type === "acknowledged");
  const isOver = now > endsAt(message) || picture.servers[message.server].state !== "running";
  // A client of this page confirms what it hears a moment after its server wrote it; others never do.
  const isConfirmed = labels.every((label) => cells.get(label)?.kind !== "delivered");
  // An event without a broadcast has no cell that waits; silence needs its time all the same.
  const isExpected = [...cells.values()].some(({ kind }) => kind !== "not-expected" && kind !== "answered");
  if (!settled || (!isOver && !(isExpected ? isConfirmed : isAnswered))) return undefined;
  const results = labels.map((label): [string, Result] => {
    const cell = cells.get(label);
    if (cell?.kind === "heard") return [label, { got: "heard", ms: cell.ms }];
    if (cell?.kind === "delivered") return [label, { got: "delivered" }];
    if (cell?.kind === "missing") return [label, { got: "nothing", reason: cell.reason }];
    return [label, isAnswered && label === message.client ? { got: "answer" } : { got: "nothing" }];
  });
  return { message, results: new Map(results) };
}
