// Why the lab isn't where an experiment needs it, in words.

import type { Words } from "../context.ts";
import type { Failure } from "./state-machine.ts";

export function failureText(failure: Failure, { experiment, trouble }: Words<"experiment">): string {
  switch (failure.is) {
    case "away":
      return experiment.away;
    case "lost":
      return experiment.lost;
    case "unloaded":
      return experiment.unloaded;
    case "unplayable":
    case "stopped":
      return experiment.stopped;
    case "refused":
      return trouble.refused(failure.message);
    case "not-ready":
      return trouble.notReady;
  }
}
