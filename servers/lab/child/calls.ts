// The calls to a server process that it has not answered yet.
import { CallFailed, CodeError, type LabError } from "../errors.ts";
import type { ServerAnswer } from "../process-protocol.ts";

/** Calls get the numbers 1, 2, 3 …; an answer settles the call with its number, and one to no call is ignored. */
export function createCalls() {
  const open = new Map<number, PromiseWithResolvers<void>>();
  let count = 0;
  return {
    make(send: (id: number) => void): Promise<void> {
      count += 1;
      const call = Promise.withResolvers<void>();
      open.set(count, call);
      send(count);
      return call.promise;
    },
    settle(answer: ServerAnswer & { answer: "done" | "failed" }) {
      const call = open.get(answer.id);
      open.delete(answer.id);
      if (answer.answer === "done") call?.resolve();
      else if (answer.by === "code") call?.reject(new CodeError("error", answer.message, answer.place));
      else call?.reject(new CallFailed(answer.by, answer.message));
    },
    failAll(error: LabError) {
      for (const call of open.values()) call.reject(error);
      open.clear();
    },
  };
}
