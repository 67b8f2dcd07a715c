// Checks on clients that were disconnected when a message was sent, and came back.

import type { Traced } from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";
import type { Outcome } from "../derive/outcome.ts";
import { asked, type Check, hasHeard, heard, silent, verdict } from "./building-blocks.ts";

/** A connection may need a few attempts. */
const atOnceMs = 2_000;

export const absenceChecks = {
  /** A client's server was down; it's back and never got the message. Everyone who was connected has it. */
  "missed-while-down": (outcome, derived, words) => {
    const away = awayFrom(outcome);
    return verdict(
      words.missedWhileDown,
      [away.length > 0, words.nobodyAway],
      [away.every((label) => isBack(label, outcome, derived)), words.notBack],
      [
        asked(outcome).length > 0 &&
          asked(outcome).every(({ label }) => hasHeard(outcome, label)) &&
          !away.some((label) => hasHeard(outcome, label)),
        words.heardBy(heard(outcome)),
      ],
    );
  },

  /** Sent while disconnected: the client buffered it and sent it once its server was back. */
  "buffered-until-back": (outcome, derived, words) => {
    const { server, client, at } = outcome.message;
    const down = derived.notable.findLast(
      (event) =>
        event.type === "server" &&
        event.server === server &&
        (event.state === "stopped" || event.state === "crashed") &&
        event.at < at,
    );
    // It was sent as soon as the sender was back, so not earlier.
    const back = cameIn(client, derived).filter(({ seq }) => down !== undefined && seq > down.seq);
    const wasDown = back.length > 0;
    const isFirst = back.every((event) => event.at > at - atOnceMs);
    return verdict(
      words.bufferedUntilBack,
      [wasDown && isFirst, words.notBuffered],
      [silent(outcome).length === 0, words.heardBy(heard(outcome))],
    );
  },

  /** A client was away, recovered its session and has received the message. */
  recovered: (outcome, derived, words) => {
    const away = awayFrom(outcome);
    const isRecovered = away.some((label) =>
      derived.notable.some(
        (event) =>
          event.type === "connected" &&
          event.client === label &&
          event.at > outcome.message.at &&
          event.recovered,
      ),
    );
    return verdict(
      words.recovered,
      [away.length > 0, words.nobodyAway],
      [isRecovered, words.notRecovered],
      [silent(outcome).length === 0, words.heardBy(heard(outcome))],
    );
  },
} satisfies Record<string, Check>;

/** The clients the question is about that weren't connected when it was sent. */
function awayFrom(outcome: Outcome): string[] {
  const there = new Set(asked(outcome).map(({ label }) => label));
  return [...outcome.results.keys()].filter((label) => !there.has(label));
}

function isBack(label: string, { message }: Outcome, { notable, picture }: Derived): boolean {
  return (
    [...picture.clients.values()].some((client) => client.label === label) &&
    notable.some((event) => event.type === "connected" && event.client === label && event.at > message.at)
  );
}

function cameIn(label: string, { notable }: Derived): Traced<"connected">[] {
  return notable.filter(
    (event): event is Traced<"connected"> => event.type === "connected" && event.client === label,
  );
}
