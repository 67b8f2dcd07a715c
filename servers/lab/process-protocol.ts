// What a server process tells its lab: raw observations, and the calls that the lab makes. Crosses process borders as JSON.
import type { Answer, CableState, LinkName, Payload, ServerName, TraceError } from "../protocol.ts";

/**
 * Seen by a server process at time `t`. `cause` names what the server was handling at that moment: an event
 * that it received, or an arrival from Redis. `print` is a fingerprint of a payload, the same wherever the
 * same bytes pass.
 */
export type RawObservation = { t: number } & (
  | { type: "log"; stream: "out" | "err"; text: string }
  | {
      type: "connected";
      socket: string;
      name: string | null;
      reports: boolean;
      transport: string;
      recovered: boolean;
    }
  | { type: "upgraded"; socket: string; transport: string }
  | { type: "disconnected"; socket: string; reason: string }
  | { type: "joined" | "left"; socket: string; room: string }
  | {
      type: "received";
      cause: string;
      socket: string;
      event: string;
      text: string;
      room?: string;
      wantsAck: boolean;
    }
  | { type: "delivered"; cause: string | null; sockets: string[]; event: string; text: string }
  | { type: "acknowledged"; cause: string; socket: string; text: string; answer: Answer }
  | { type: "unanswered"; cause: string; socket: string; afterMs: number }
  | {
      type: "published";
      publication: string;
      cause: string | null;
      command: "PUBLISH" | "SPUBLISH" | "XADD";
      channel: string;
      bytes: number;
      payload: Payload;
      print: string;
    }
  | {
      type: "accepted";
      publication: string;
      receivers: number | null;
      error: TraceError | null;
      /** The id that XADD gave it. */
      entry?: string;
    }
  | {
      type: "forwarded";
      arrival: string;
      channel: string;
      bytes: number;
      print: string;
      /** Its id in the stream that it came out of. */
      entry?: string;
    }
  | { type: "arrived"; arrival: string; channel: string; bytes: number; payload: Payload }
  | { type: "dropped"; passing: string; towards: "redis" | "server"; state: CableState["state"] }
  /** Redis confirmed a subscription that the server had asked for at `askedAt`. `channel` may be a pattern. */
  | { type: "subscribed"; text: string; name: string; channel: string; askedAt: number }
  | { type: "command"; text: string; reply: string; name: string; channel?: string; code?: string }
  | { type: "skipped"; count: number }
);

/** From the lab to a server process. */
export type ServerCall =
  | {
      call: "start";
      id: number;
      name: ServerName;
      prefix: string;
      redisUrl: string;
      socketPath: string;
      cable: CableSetting;
    }
  /** Asks for a sign of life. */
  | { call: "ping"; id: number }
  /** To be sent when clients may come. */
  | { call: "listen" }
  | { call: "link"; id: number; link: LinkName; withinMs: number }
  | { call: "cable"; id: number; cable: CableSetting }
  /** Comes with the socket of a client: the bytes that were read from it so far. */
  | { call: "upgrade"; head: string }
  /** The gateway has closed its end of the socket that came with the oldest `upgrade`. */
  | { call: "released" }
  /** Asks for everything observed until now. */
  | { call: "mark" };

export type CableSetting = Pick<CableState, "state" | "delayMs">;

/** From a server process to the lab. */
export type ServerAnswer =
  | { answer: "ready" }
  | { answer: "listening" }
  | { answer: "done"; id: number }
  /** By "refusal" the message is what Redis answered. */
  | { answer: "failed"; id: number; by: "refusal" | "timeout" | "error"; message: string }
  /** Everything that was seen up to `until` has been told. */
  | { answer: "observed"; until: number; observations: RawObservation[] };
