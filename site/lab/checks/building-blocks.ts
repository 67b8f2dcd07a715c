// Building blocks of the checks: what one message brought to each client, and what else was seen.

import type { Traced } from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";
import type { Outcome } from "../derive/outcome.ts";
import type { Client } from "../derive/picture-state.ts";
import { hasReceived } from "../derive/result.ts";
import type { checks } from "../words/en/checks.ts";

export interface Verdict {
  passed: boolean;
  saw: string;
  wanted: string;
}

export type Words = typeof checks;
export type Check = (outcome: Outcome, derived: Derived, words: Words) => Verdict;

/** Passes if every condition holds; otherwise the first one that doesn't says what was seen instead. */
export function verdict(wanted: string, ...conditions: (readonly [holds: boolean, saw: string])[]): Verdict {
  const broken = conditions.find(([holds]) => !holds) ?? conditions.at(-1);
  return { passed: conditions.every(([holds]) => holds), saw: broken?.[1] ?? "", wanted };
}

export const hasHeard = ({ results }: Outcome, label: string): boolean => hasReceived(results.get(label));

export function heard({ results }: Outcome): string[] {
  return [...results].filter(([, result]) => hasReceived(result)).map(([label]) => label);
}

export function silent({ results }: Outcome): string[] {
  return [...results].filter(([, result]) => !hasReceived(result)).map(([label]) => label);
}

/** The clients the question is about, as they were when the message was sent. */
export function asked({ message, results }: Outcome): Client[] {
  return [...message.world.clients.values()].filter(({ label }) => results.has(label));
}

/** Whether exactly the clients for which `shouldHear` is true heard it. */
export function heardExactly(outcome: Outcome, shouldHear: (client: Client) => boolean): boolean {
  return asked(outcome).every(
    (client) => hasReceived(outcome.results.get(client.label)) === shouldHear(client),
  );
}

/** Everyone on the sender's server has it, and the others, at least one, don't. */
export function onlyOwnServer(outcome: Outcome): boolean {
  const { server } = outcome.message;
  return (
    asked(outcome).some((client) => client.server !== server) &&
    heardExactly(outcome, (client) => client.server === server)
  );
}

/** What was seen of the message, by type. */
export function seen<Type extends Outcome["message"]["trail"][number]["type"]>(
  { message }: Outcome,
  type: Type,
): Extract<Outcome["message"]["trail"][number], { type: Type }>[] {
  return message.trail.filter(
    (event): event is Extract<Outcome["message"]["trail"][number], { type: Type }> => event.type === type,
  );
}

export const isPublished = (outcome: Outcome): boolean => seen(outcome, "published").length > 0;

/** A client's connections up to the message, by its name, as far as they are remembered. */
export function connections(
  label: string,
  { notable }: Derived,
  { message }: Outcome,
): Traced<"connected">[] {
  return notable.filter(
    (event): event is Traced<"connected"> =>
      event.type === "connected" && event.client === label && event.at <= message.at,
  );
}
