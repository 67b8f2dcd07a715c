// The lines of the wire and their fields.
import type { CableState, Payload, ServerName, Traced } from "../../../servers/protocol.ts";

/** The events that say something about a cable. */
export type WireEvent = Traced<
  "command" | "published" | "accepted" | "forwarded" | "arrived" | "dropped" | "delivered" | "routed"
>;

/** Redis' reply to a publication. */
export type Answer =
  | { is: "none-yet" }
  /** How many connections it was passed to; null for a stream, which only stores it. */
  | { is: "taken"; receivers: number | null }
  | { is: "refused"; error: string }
  | { is: "lost"; state: CableState["state"] };

/** What became of a message on its way from Redis to a server. */
export type CableOutcome =
  | { is: "under-way" }
  | { is: "lost"; state: CableState["state"] }
  /** The server published it itself, and its adapter recognizes the uid. */
  | { is: "own" }
  | { is: "delivered"; clients: number }
  /** It arrived and was written to nobody: nobody is in these rooms, or nobody is connected at all. */
  | { is: "dropped"; why: "room" | "except" | "nobody" }
  /** The adapter has it: a request or a response, or a broadcast about to be delivered. */
  | { is: "arrived" };

export type Row = { key: string; at: number; server: ServerName } & (
  | { is: "greeting"; commands: readonly Traced<"command">[] }
  /** With a `code`, the reply is an error. */
  | { is: "command"; text: string; reply: string; code?: string }
  | {
      is: "publication";
      message: string;
      command: Traced<"published">["command"];
      channel: string;
      bytes: number;
      payload: Payload;
      answer: Answer;
    }
  | {
      is: "arrival";
      message: string;
      channel: string;
      bytes: number;
      /** Unknown if it came from elsewhere and the cable lost it. */
      payload: Payload | undefined;
      fate: CableOutcome;
    }
  | { is: "request"; method: string; session: string | null; status: number | null }
  /** This many publications or arrivals of one channel at once, and the newest of them. */
  | {
      is: "burst";
      of: "publication" | "arrival";
      channel: string;
      count: number;
      bytes: number;
      lost: number;
      rows: readonly Row[];
    }
);

export type RowOf<Is extends Row["is"]> = Extract<Row, { is: Is }>;

export type Filter = "all" | "messages" | ServerName;
