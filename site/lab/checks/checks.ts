// A step's goal, judged on the trace: on which clients received what, never on which button was pressed.

import { serverNames } from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";
import type { Outcome } from "../derive/outcome.ts";
import { absenceChecks } from "./absence-checks.ts";
import { answerChecks } from "./answer-checks.ts";
import { balancerChecks } from "./balancer-checks.ts";
import { broadcastChecks } from "./broadcast-checks.ts";
import type { Check, Verdict, Words } from "./building-blocks.ts";
import { cableChecks } from "./cable-checks.ts";
import { redisChecks } from "./redis-checks.ts";
import { roomChecks } from "./room-checks.ts";

/** By the name a lesson gives as `check`. Each judges one message. */
const checks = {
  ...broadcastChecks,
  ...roomChecks,
  ...answerChecks,
  ...redisChecks,
  ...balancerChecks,
  ...cableChecks,
  ...absenceChecks,
} satisfies Record<string, Check>;

/** These judge that no message has arrived since the run began. */
const silences = {
  /** Published by hand, and no server was subscribed. */
  "published-to-nobody": ({ picture, wireEvents }: Derived, words: Words, since: number): Verdict => {
    const isUnlinked = serverNames.every((name) => picture.servers[name].link === "none");
    const hasArrived = wireEvents.some(({ type, seq }) => seq > since && type === "forwarded");
    return {
      passed: isUnlinked && !hasArrived,
      saw: isUnlinked && !hasArrived ? words.nothingArrived : words.someSubscribed,
      wanted: words.toNobody,
    };
  },
};

export type CheckName = keyof typeof checks | keyof typeof silences;

export const checkNames = [...Object.keys(checks), ...Object.keys(silences)] as CheckName[];

export const isCheck = (name: string): name is CheckName => checkNames.some((known) => known === name);

export const unknownCheck = (name: string): string =>
  `There is no check called "${name}". Choose one of: ${checkNames.join(", ")}.`;

/**
 * The verdict on a run that began after the trace event `since`. `outcome` is what its message brought to each client;
 * undefined if no message was seen.
 */
export function judge(
  name: CheckName,
  outcome: Outcome | undefined,
  derived: Derived,
  words: Words,
  since = 0,
): Verdict {
  if (isSilence(name)) {
    return outcome
      ? { passed: false, saw: words.someSubscribed, wanted: words.toNobody }
      : silences[name](derived, words, since);
  }
  return outcome
    ? checks[name](outcome, derived, words)
    : { passed: false, saw: words.nothingSent, wanted: words.aMessage };
}

const isSilence = (name: CheckName): name is keyof typeof silences => Object.hasOwn(silences, name);
