// The evidence in a trace that something happened; lessons write it as `sees`.
import type { ServerName } from "../../../servers/protocol.ts";

export type Seen =
  /** A line of a server's log that contains this. */
  | { log: ServerName; has: string }
  /** An acknowledgement whose list has so many entries. */
  | { entries: number }
  /** An acknowledgement with an error that contains this. */
  | { error: string }
  /** An acknowledgement of any other form that contains this. */
  | { reply: string };

/** Something on a message's path. `client` is its name, for what clients heard. */
export type TrailPoint =
  | {
      type: "received" | "published" | "accepted" | "forwarded" | "arrived" | "delivered";
      server: ServerName;
    }
  | { type: "heard"; client: string };
