// Feeds a gateway many conversations at a time, then checks its health.

import type { FedGateway } from "./fed-gateway.ts";
import { type Conversation, converse, type Place } from "./raw-client.ts";

export interface Problem {
  problem: string;
  /** The inputs that may have caused it, in the order in which they started. */
  fed: Conversation[];
}

const atOnce = 64;

/** Null if all is well after the batch; else the problem, and the inputs that may have caused it. */
export async function problemOf(
  gateway: FedGateway,
  at: Place["at"],
  batch: readonly Conversation[],
): Promise<Problem | null> {
  const queue = batch.values();
  const fed: Conversation[] = [];
  let guilty: Problem | undefined;
  const work = async () => {
    for (const input of queue) {
      if (gateway.ended.aborted || guilty) return;
      fed.push(input);
      const problem = serverError(await converse(gateway.place(at), input));
      if (problem) guilty ??= { problem, fed: [input] };
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (guilty) return guilty;
  const problem = await gateway.isWell().then(
    () => null,
    (error: Error) => error.message,
  );
  return problem === null ? null : { problem, fed };
}

/** A response that reports an internal error. */
function serverError(heard: string): string | null {
  return /^HTTP\/1\.\d 5(?!03)\d\d .*/m.exec(heard)?.[0] ?? null;
}
