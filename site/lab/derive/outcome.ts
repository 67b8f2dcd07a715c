// What an experiment compares with its prediction: client by client, what one message brought them.

import type { Reason } from "./matrix.ts";
import { row } from "./matrix.ts";
import type { Message } from "./messages.ts";
import type { Picture } from "./state.ts";

export type Result =
  | { got: "heard"; ms: number }
  /** The server wrote it; the client has not confirmed. */
  | { got: "delivered" }
  /** An acknowledgement, to the one who asked. */
  | { got: "answer" }
  /** Nothing; the reason is there when it ought to have come. */
  | { got: "nothing"; reason?: Reason };

export interface Outcome {
  message: Message;
  /** By the client's label. */
  results: ReadonlyMap<string, Result>;
}

/** Undefined while something may still come. */
export function outcomeOf(
  message: Message,
  labels: readonly string[],
  picture: Picture,
  now: number,
  settlesAt: number,
): Outcome | undefined {
  const { cells, settled } = row(message, picture, now);
  const isAnswered = message.trail.some((event) => event.type === "acknowledged");
  // An event without a broadcast has no cell that waits; silence needs its time all the same.
  const isBroadcast = [...cells.values()].some(({ kind }) => kind !== "not-expected");
  if (!settled || (!isBroadcast && !isAnswered && now <= settlesAt)) return undefined;
  const results = labels.map((label): [string, Result] => {
    const cell = cells.get(label);
    if (cell?.kind === "heard") return [label, { got: "heard", ms: cell.ms }];
    if (cell?.kind === "delivered") return [label, { got: "delivered" }];
    if (cell?.kind === "missing") return [label, { got: "nothing", reason: cell.reason }];
    return [label, isAnswered && label === message.client ? { got: "answer" } : { got: "nothing" }];
  });
  return { message, results: new Map(results) };
}

/** Whether anything at all came to this client. */
export const hasGot = (result: Result | undefined): boolean =>
  result !== undefined && result.got !== "nothing";
