// What an experiment compares with its prediction: what one message brought to each client.

import { row } from "./matrix.ts";
import type { Message } from "./messages.ts";
import type { PictureState } from "./picture-state.ts";
import type { Result } from "./result.ts";
import { endsAt } from "./silence-deadlines.ts";

export interface Outcome {
  message: Message;
  /** By the client's label. */
  results: ReadonlyMap<string, Result>;
}

/** Undefined while the outcome isn't final. */
export function outcomeOf(
  message: Message,
  labels: readonly string[],
  picture: PictureState,
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
