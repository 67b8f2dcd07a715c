// Handles one person's events: refuses those that are not allowed or too many, and sends acknowledgements.
import { LabError } from "../../lab/errors.ts";
import type { ApiError } from "../../protocol.ts";
import { createRate } from "../../rate.ts";
import { internal } from "../watch/socket-errors.ts";
import type { Participant } from "./authenticate.ts";
import type { Action } from "./event-table.ts";

type EventHandler = (
  person: Participant,
  event: string,
  action: Action | undefined,
  args: unknown[],
) => Promise<void>;

/** No page comes near this, however fast somebody clicks. */
const maxEventsPerSecond = 30;
/** Of these, events that are invalid. No page of ours sends any, and to say what is wrong with a long one takes a while. */
const invalidEvents = { most: 30, perSecond: 3 };

/** Calls `refused` with an error of an event without an acknowledgement, and `report` with a bug of ours. */
export function createEventHandler(
  refused: (error: ApiError["error"]) => void,
  report: (error: unknown) => void,
): EventHandler {
  const events = createRate({ most: maxEventsPerSecond, perSecond: maxEventsPerSecond });
  const invalid = createRate(invalidEvents);

  return async (person, event, action, args) => {
    const last = args.at(-1);
    const answer = typeof last === "function" ? last : undefined;
    const data = answer && args.length === 1 ? undefined : args[0];
    try {
      if (!events.take()) {
        throw new LabError(
          "rate",
          `A page can send at most ${maxEventsPerSecond} events a second. This one was ignored.`,
        );
      }
      if (invalid.isSpent())
        throw new LabError("rate", "Too many events of this page were invalid. This one was ignored.");
      // Socket.IO accepts a number as an event's name.
      if (!action)
        throw new LabError(
          "invalid",
          `There is no event ${JSON.stringify(String(event).slice(0, 40))} here.`,
        );
      if (!action.roles.includes(person.role)) {
        throw new LabError(
          "forbidden",
          `Only ${named[action.roles[0]]} may do this; you are here as ${named[person.role]}.`,
        );
      }
      const result = await action.run(person, data);
      answer?.(result ?? {});
    } catch (error) {
      if (!(error instanceof LabError)) report(error);
      const { code, message } = error instanceof LabError ? error : internal;
      if (code === "invalid") invalid.take();
      const failure = { code, message };
      if (answer) answer({ error: failure });
      else refused(failure);
    }
  };
}

const named = {
  learner: "a learner",
  phone: "a phone",
  instructor: "an instructor",
  helper: "a helper",
  projector: "the projector",
} as const satisfies Record<Participant["role"], string>;
