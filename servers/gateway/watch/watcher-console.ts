// The Redis console of one watching page: anyone who watches the lab reads it, and its token allows typing.
import type { ErrorBoundary } from "../../error-boundary.ts";
import { LabError } from "../../lab/errors.ts";
import type { Lab } from "../../lab/lab.ts";
import type { MayChange } from "../api/lab-access.ts";

interface WatcherConsoleContext {
  boundary: ErrorBoundary;
  mayChange: MayChange;
  /** The lab's token or the instructor's key; undefined for a page that only watches. */
  secret: string | undefined;
  address: string;
  print: (lines: string[]) => void;
}

export interface WatcherConsole {
  /** Types a line; what isn't text is ignored. Throws a LabError if this page may not type. */
  type: (line: unknown) => void;
  close: () => void;
}

export function openWatcherConsole(lab: Lab, context: WatcherConsoleContext): WatcherConsole {
  const { boundary, mayChange, secret, address, print } = context;
  const console = lab.openConsole(boundary.guard("console of a watcher", print));

  return {
    type(line) {
      if (!secret || !mayChange(lab, secret, address)) {
        throw new LabError(
          "forbidden",
          "The Redis console needs the lab's token, which only the person who opened the lab has.",
        );
      }
      if (typeof line === "string") console.type(line);
    },
    close: console.close,
  };
}
