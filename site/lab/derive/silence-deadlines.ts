// When waiting for a message ends: from then on silence counts as a result, or no answer is expected any more.

import { isBroadcast, type Message } from "./messages.ts";

/** How long a message may take before silence counts, not counting the delay set on the cables. */
export const settleMs = 400;
/** How long to wait for a running server that hasn't received a message. */
export const giveUpMs = 10_000;

/** The time from which silence counts, on the lab's clock. Later for a message no server has received. */
export function settlesAt(message: Message): number {
  const { at, takenAt, untaken, world } = message;
  if (untaken !== undefined) return at;
  return (takenAt ?? at) + settleMs + 2 * (world.cables.a.delayMs + world.cables.b.delayMs);
}

/** The time after which no server is waited for. */
export const givenUpAt = (message: Message): number =>
  message.untaken === undefined ? settlesAt(message) + giveUpMs : message.at;

/** How long an acknowledgement may take. A server that asks the others gives up after 5 s, and then sends an error. */
const answerMs = 6_500;

/** The time after which nothing more is expected, on the lab's clock: silence, or an answer that never comes. */
export function endsAt(message: Message): number {
  if (!message.received) return givenUpAt(message);
  return lacksAnswer(message) ? (message.takenAt ?? message.at) + answerMs : settlesAt(message);
}

/** The times at which a message's state changes without an event, on the lab's clock. */
export const changesAt = (message: Message): number[] => [
  settlesAt(message),
  givenUpAt(message),
  endsAt(message),
];

/** It asked for an acknowledgement of something that isn't broadcast, and hasn't received one. */
function lacksAnswer(message: Message): boolean {
  const { trail } = message;
  return (
    !isBroadcast(message) &&
    trail.some((event) => event.type === "received" && event.wantsAck) &&
    !trail.some(({ type }) => type === "acknowledged")
  );
}
