// Which messages are played: those that just came, not the history of a lab that was open before.

import type { Derived, Message } from "../derive/messages.ts";

/** Another page's message older than this when it's first seen is history. */
const freshMs = 2_000;

/** The `seq` of a message's first event. */
export const firstSeq = ({ trail }: Message): number => trail[0]?.seq ?? 0;

/**
 * The messages that began after this event of the trace and are new, oldest first.
 * @param isOwn Whether a socket is one of this page's: what the page sent is new however late it's seen.
 */
export function newMessages(
  derived: Derived,
  now: number,
  seen: number,
  isOwn: (socket: string) => boolean,
): Message[] {
  const fresh: Message[] = [];
  for (const message of [...derived.messages.values()].reverse()) {
    if (firstSeq(message) <= seen) break;
    if (now - message.at < freshMs || isOwn(message.socket)) fresh.unshift(message);
  }
  return fresh;
}
