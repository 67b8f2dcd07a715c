// A step's goal, judged on the trace: by who received what, never by a button that was pressed.

import type { LabWords } from "../words/lab.ts";
import type { Derived } from "./derive/messages.ts";
import { hasGot, type Outcome } from "./derive/outcome.ts";

export interface Verdict {
  passed: boolean;
  saw: string;
  wanted: string;
}

type Check = (outcome: Outcome, derived: Derived, words: LabWords["checks"]) => Verdict;

/** By the name that a lesson gives as `check`. */
const checks = {
  "everyone-heard": (outcome, _, words) => ({
    passed: silent(outcome).length === 0,
    saw: words.heardBy(heard(outcome)),
    wanted: words.everyone,
  }),

  "nobody-heard": (outcome, _, words) => ({
    passed: heard(outcome).length === 0,
    saw: words.heardBy(heard(outcome)),
    wanted: words.nobody,
  }),

  "only-own-server-heard": (outcome, _, words) => ({
    passed: onlyOwnServer(outcome),
    saw: words.heardBy(heard(outcome)),
    wanted: words.ownServer,
  }),

  "only-sender-answered": ({ message, results }, _, words) => {
    const got = [...results].filter(([, result]) => hasGot(result)).map(([label]) => label);
    const isAnswered = results.get(message.client)?.got === "answer";
    return {
      passed: isAnswered && got.length === 1,
      saw: isAnswered ? words.heardBy(got) : words.notAnswered,
      wanted: words.answered,
    };
  },

  "everyone-heard-over-polling": (outcome, _, words) => {
    const { message } = outcome;
    const transport = message.world.clients.get(message.socket)?.transport ?? "?";
    const everyone = silent(outcome).length === 0;
    return {
      passed: everyone && transport === "polling",
      saw: everyone ? words.transport(transport) : words.heardBy(heard(outcome)),
      wanted: everyone ? words.overPolling : words.everyone,
    };
  },

  "still-silent-after-reconnect": (outcome, { notable }, words) => {
    const { message } = outcome;
    const others = [...message.world.clients.values()].filter(({ server }) => server !== message.server);
    const isAnew = others.some(({ socket, label }) =>
      notable.some(
        (event) =>
          event.type === "disconnected" &&
          event.client === label &&
          event.socket !== socket &&
          event.at < message.at,
      ),
    );
    const isSilent = onlyOwnServer(outcome);
    return {
      passed: isAnew && isSilent,
      saw: isSilent ? words.notReconnected : words.heardBy(heard(outcome)),
      wanted: isSilent ? words.reconnected : words.ownServer,
    };
  },

  "published-unheard": (outcome, _, words) => ({
    passed: isPublished(outcome) && onlyOwnServer(outcome),
    saw: isPublished(outcome) ? words.heardBy(heard(outcome)) : words.notPublished,
    wanted: words.published,
  }),

  "never-published": (outcome, _, words) => ({
    passed: !isPublished(outcome) && onlyOwnServer(outcome),
    saw: isPublished(outcome) ? words.wasPublished : words.heardBy(heard(outcome)),
    wanted: words.neverPublished,
  }),

  "missed-before-subscribing": (outcome, { picture }, words) => {
    const { message } = outcome;
    const other = message.server === "a" ? "b" : "a";
    const { link, linkAt } = picture.servers[other];
    const isLate = link !== "none" && linkAt > message.at;
    return {
      passed: isLate && onlyOwnServer(outcome),
      saw: isLate ? words.heardBy(heard(outcome)) : words.notYetSubscribed,
      wanted: words.lateSubscriber,
    };
  },
} as const satisfies Record<string, Check>;

/** @throws when no check has this name: a mistake in the lesson, which so fails the build. */
export function checkNamed(name: string): CheckName {
  if (Object.hasOwn(checks, name)) return name as CheckName;
  throw new Error(`No check is called "${name}". There are: ${Object.keys(checks).join(", ")}.`);
}

export type CheckName = keyof typeof checks;

export function judge(
  name: CheckName,
  outcome: Outcome,
  derived: Derived,
  words: LabWords["checks"],
): Verdict {
  return checks[name](outcome, derived, words);
}

function heard({ results }: Outcome): string[] {
  return [...results].filter(([, result]) => hasGot(result)).map(([label]) => label);
}

function silent({ results }: Outcome): string[] {
  return [...results].filter(([, result]) => !hasGot(result)).map(([label]) => label);
}

/** Those on the sender's server have it, and the others, of whom there is at least one, have not. */
function onlyOwnServer({ message, results }: Outcome): boolean {
  const clients = [...message.world.clients.values()].filter(({ label }) => results.has(label));
  const elsewhere = clients.filter(({ server }) => server !== message.server);
  return (
    elsewhere.length > 0 &&
    clients.every(({ label, server }) => hasGot(results.get(label)) === (server === message.server))
  );
}

function isPublished({ message }: Outcome): boolean {
  return message.trail.some(({ type }) => type === "published");
}
