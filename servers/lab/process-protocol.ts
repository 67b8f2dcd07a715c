// The messages between a lab and its server processes: calls, replies and raw observations. They cross as JSON.
import type {
  Answer,
  AppState,
  CableState,
  CodeFile,
  CodePlace,
  FaultKind,
  LinkName,
  Payload,
  ServerName,
  TraceError,
} from "../protocol.ts";

/**
 * Something that a server process saw at `t`, in ms on the machine's clock. `cause` names what the server was handling:
 * an event that it received, or an arrival from Redis. `print` is a hash of a payload: the same bytes have the same print.
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
  | { type: "listens"; event: string; params: string[] }
  | {
      type: "received";
      cause: string;
      socket: string;
      event: string;
      text: string;
      room?: string;
      wantsAck: boolean;
      unhandled?: boolean;
    }
  | {
      type: "delivered";
      cause: string | null;
      sockets: string[];
      event: string;
      text: string;
      /** The id of its stream entry, where no arrival is known: a recovered client missed it before this process began. */
      entry?: string;
    }
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
      /** The entry's id, which XADD returned. */
      entry?: string;
    }
  | {
      type: "forwarded";
      arrival: string;
      channel: string;
      bytes: number;
      print: string;
      /** The entry's id in its stream. */
      entry?: string;
    }
  | { type: "arrived"; arrival: string; channel: string; bytes: number; payload: Payload }
  | { type: "dropped"; passing: string; towards: "redis" | "server"; state: CableState["state"] }
  /** Redis confirmed a subscription that the server sent at `askedAt`. `channel` may be a pattern. */
  | { type: "subscribed"; text: string; name: string; channel: string; askedAt: number }
  | { type: "command"; text: string; reply: string; name: string; channel?: string; code?: string }
  /** Code of the learner's own failed while it ran. */
  | ({ type: "fault" } & Fault)
  | { type: "skipped"; count: number }
);

/** How a learner's code failed. */
export interface Fault {
  why: FaultKind;
  text: string;
  place?: CodePlace;
}

/** One kind of raw observation. */
export type Raw<T extends RawObservation["type"]> = Extract<RawObservation, { type: T }>;

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
      /** The files of the chat server that a learner changed; empty for the lessons' own. */
      code: ChangedFile[];
      /** Whether an app of the user's own gets the adapter that it gives its server. */
      ownAdapter: boolean;
    }
  /** Checks that the process answers. */
  | { call: "ping"; id: number }
  /** Starts listening for clients. */
  | { call: "listen" }
  | { call: "link"; id: number; link: LinkName; withinMs: number }
  | { call: "cable"; id: number; cable: CableSetting }
  /** Comes with a client's socket. `head` holds the bytes that were read from it so far, as latin1. */
  | { call: "upgrade"; head: string }
  /** The gateway has closed its end of the socket that came with the oldest `upgrade`. */
  | { call: "released" }
  /** Comes with a client's socket from which nothing was read. */
  | { call: "accept" }
  /** Replies to `dial`; comes with the connection, or says why there is none. */
  | { call: "dialled"; id: number; error?: TraceError }
  /** Asks for everything observed so far. */
  | { call: "mark" };

/** A file of the chat server, and its new text. */
export interface ChangedFile {
  name: CodeFile;
  text: string;
}

export type CableSetting = Pick<CableState, "state" | "delayMs">;

/** From a server process to the lab. */
export type ServerAnswer =
  | { answer: "ready" }
  | { answer: "listening" }
  | { answer: "done"; id: number }
  /** With "refusal", the message is Redis' error; with "code", the learner's code cannot run. */
  | {
      answer: "failed";
      id: number;
      by: "refusal" | "timeout" | "error" | "code";
      message: string;
      place?: CodePlace;
    }
  /** These files of the user's own were loaded, also when the app then failed. */
  | { answer: "loaded"; files: string[] }
  | { answer: "app-running"; app: AppState }
  /** A process without network access asks for a connection to its Redis. */
  | { answer: "dial"; id: number }
  /** Everything that the process saw up to `until` has now been reported. */
  | { answer: "observed"; until: number; observations: RawObservation[] };
