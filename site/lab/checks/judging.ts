// What every check is made of: what one message brought to whom, and what was seen besides.

import type { Traced } from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";
import type { Outcome } from "../derive/outcome.ts";
import { hasGot } from "../derive/result.ts";
import type { Client } from "../derive/state.ts";
import type { LabWords } from "../words/en/words.ts";

export interface Verdict {
  passed: boolean;
  saw: string;
  wanted: string;
}

export type Words = LabWords["checks"];
export type Check = (outcome: Outcome, derived: Derived, words: Words) => Verdict;

/** Passed when everything holds; otherwise the first that does not says what was seen instead. */
export function verdict(wanted: string, ...conditions: (readonly [holds: boolean, saw: string])[]): Verdict {
  const broken = conditions.find(([holds]) => !holds) ?? conditions.at(-1);
  return { passed: conditions.every(([holds]) => holds), saw: broken?.[1] ?? "", wanted };
}

export const hasHeard = ({ results }: Outcome, label: string): boolean => hasGot(results.get(label));

export function heard({ results }: Outcome): string[] {
  return [...results].filter(([, result]) => hasGot(result)).map(([label]) => label);
}

export function silent({ results }: Outcome): string[] {
  return [...results].filter(([, result]) => !hasGot(result)).map(([label]) => label);
}

/** Those that the question is about, as they were when the message was sent. */
export function asked({ message, results }: Outcome): Client[] {
  return [...message.world.clients.values()].filter(({ label }) => results.has(label));
}

/** Whether exactly those heard it of whom this holds. */
export function heardExactly(outcome: Outcome, ought: (client: Client) => boolean): boolean {
  return asked(outcome).every((client) => hasGot(outcome.results.get(client.label)) === ought(client));
}

/** Those on the sender's server have it, and the others, of whom there is at least one, have not. */
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

/** The connections of a client by its name, as far as they are remembered, up to the message. */
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
