// What the two directions of one connection to Redis share while they are read.
import type { Reporter } from "./reporter.ts";

/** A command that waits for Redis' reply. */
export interface PendingCommand {
  words: string[];
  /** The name of the publication, if it is one. */
  publication: string | null;
}

/** What both directions of one connection know. */
export interface ConnectionState {
  /** Commands without a reply yet, oldest first. */
  pending: PendingCommand[];
  /** When the server sent each subscription that Redis has not confirmed yet. */
  subscribing: Map<string, number>;
  /** Returns a name that is unique in the lab. */
  nextId: () => string;
  /** Removes the lab's prefix from a text. */
  withoutPrefix: (text: string) => string;
  report: Reporter["report"];
}

/** A publication or an arrival on the cable: its name if it is lost, and what to do once it has left the cable. */
export interface InTransit {
  name: string;
  left?: (t: number) => void;
}
