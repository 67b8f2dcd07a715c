// What an experiment compares with its prediction: what one message brought to each client.

import { givenUpAt, row, settlesAt } from "./matrix.ts";
import { isBroadcast, type Message } from "./messages.ts";
import type { Result } from "./result.ts";
import type { Picture } from "./state.ts";

export interface Outcome {
  message: Message;
  /** By the client's label. */
  results: ReadonlyMap<string, Result>;
}

/** A request to the other servers is answered within 5 s, with an error if need be. */
const answerMs = 6_500;

/** The time after which nothing more is expected, on the lab's clock: silence, or an answer that never comes. */
export function endsAt(message: Message): number {
  if (!message.received) return givenUpAt(message);
  return asksInVain(message) ? (message.takenAt ?? message.at) + answerMs : settlesAt(message);
}

/** The times at which a message's state changes although nothing happens, on the lab's clock. */
export const turnsAt = (message: Message): number[] => [
  settlesAt(message),
  givenUpAt(message),
  endsAt(message),
];

/** It asked for an acknowledgement of something that isn't broadcast, and hasn't received one. */
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
  // A client of this page confirms what it hears a moment after its server wrote it; other clients never do.
  const isConfirmed = labels.every((label) => cells.get(label)?.kind !== "delivered");
  // An event without a broadcast has no waiting cell; silence still takes time.
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
