// The one contract: everything that crosses between the page, the gateway, the labs and their servers.
// It imports nothing, so the browser and every process can read it.
//
//   page ──HTTP──▶ gateway      open a lab, switch links, cut cables        LabState, ApiError
//   page ──Socket.IO /watch──▶ gateway   the trace, and what the clients saw   WatchEvents, ReportEvents
//   client ──Socket.IO /labs/:id/a──▶ server A                                 ClientEvents, ServerEvents

// ── The lab ─────────────────────────────────────────────────────────────────────────────────────────────

export const serverNames = ["a", "b"] as const;
export type ServerName = (typeof serverNames)[number];

/**
 * How a server is connected to the others. Set for A and B separately, while they run.
 *
 * `bridge` is Pub/Sub by hand. `bridge-single` is the version most tutorials print, with one connection for both
 * roles, which Redis refuses. `adapter` is @socket.io/redis-adapter, `adapter-other-key` the same with another `key`, so that the
 * two don't hear each other, `sharded` its sharded variant (Redis 7), `streams` is @socket.io/redis-streams-adapter.
 */
export const linkNames = [
  "none",
  "bridge-single",
  "bridge",
  "adapter",
  "adapter-other-key",
  "sharded",
  "streams",
] as const;
export type LinkName = (typeof linkNames)[number];

export interface ServerState {
  name: ServerName;
  /** Process id of the running server; null when there is no process. */
  pid: number | null;
  state: "starting" | "running" | "stopped" | "crashed";
  link: LinkName;
  /** Path that a Socket.IO client must use, e.g. `/labs/x7…/a/socket.io/`. */
  path: string;
  /** Which code of the learner's own it runs; null for the lessons' own. */
  code: CodeState | null;
  /** The app that it runs instead of the chat server; null without `--server`, and until one has started. */
  app: AppState | null;
}

export const cableStates = ["up", "close", "reset", "blackhole", "stall"] as const;

/**
 * The TCP connection between one server and Redis. `close` is FIN, `reset` is RST, `blackhole` is open but silent and
 * loses every byte. `stall`, an extension of the contract, holds every byte until the cable is up again.
 */
export interface CableState {
  name: ServerName;
  state: (typeof cableStates)[number];
  /** Added to each direction, in milliseconds; order is kept. */
  delayMs: number;
}

export interface RedisState {
  /** external: REDIS_URL. local: a redis-server or valkey-server that Crosstalk started. embedded: Crosstalk's own broker. */
  kind: "external" | "local" | "embedded";
  version: string;
  up: boolean;
}

/** The longest name: of a client in code points, of a learner in graphemes. */
export const maxNameLength = 24;
/** The longest text that a page's field for sending or typing takes. */
export const maxLineLength = 500;
/** The longest delay of a cable: a minute. */
export const maxDelayMs = 60_000;
/** The longest name of a room, in characters. */
export const maxRoomLength = 100;

/** The longest text of a file that a lab runs in a changed form; the longest of servers/chat/ has 5 KB. */
export const maxCodeLength = 64_000;

/** The files of servers/chat/ that a lab can run in a changed form: the names that `PATCH /api/labs/:id/code` takes. */
export const codeFiles = [
  "events.ts",
  "handlers.ts",
  "link.ts",
  "linkable.ts",
  "links/adapter-other-key.ts",
  "links/adapter.ts",
  "links/all.ts",
  "links/bridge-single.ts",
  "links/bridge.ts",
  "links/none.ts",
  "links/sharded.ts",
  "links/streams.ts",
  "redis-clients.ts",
  "server.ts",
  "subscriptions.ts",
  "swap.ts",
] as const;
export type CodeFile = (typeof codeFiles)[number];

/** A learner's own form of the chat server. */
export interface CodeState {
  /** The changed files, in the order of `codeFiles`. */
  files: CodeFile[];
  /** A hash of their text: the same text has the same print. */
  print: string;
}

/** An app of the user's own that a server runs, from `--server`. */
export interface AppState {
  /** The version of its Socket.IO. */
  socketIo: string;
  /** The class of its own adapter; null if it has none. */
  adapter: string | null;
  /** Set if it runs without the adapter that it gives its server: `PATCH /api/labs/:id/app`. */
  isAdapterLeftOut?: boolean;
}

/** Where an error is in code that isn't Crosstalk's. */
export interface CodePlace {
  /** A file of the chat server, or of an app relative to its folder. */
  file: string;
  /** From 1. */
  line: number;
}

/** What the lab's servers run, by package; `redis` is node-redis. */
export type Versions = Record<
  "socket.io" | "@socket.io/redis-adapter" | "@socket.io/redis-streams-adapter" | "redis",
  string
>;

export interface LabState {
  id: string;
  servers: Record<ServerName, ServerState>;
  cables: Record<ServerName, CableState>;
  balancer: { sticky: boolean };
  redis: RedisState;
  /** Whether `PATCH /api/labs/:id/code` is on. */
  mayRunCode: boolean;
  versions: Versions;
  /** With `--server`: the file, and where its own pages are served; null without. */
  app: { file: string; urls: Record<ServerName | "balanced", string> } | null;
}

/** The body of a `POST /api/labs` response: the state, and the token without which the lab can't be changed. */
export interface OpenedLab extends LabState {
  token: string;
}

export interface Health {
  status: "ok" | "degraded";
  redis: RedisState;
  labs: { open: number; capacity: number };
  /** Whether labs run code of a learner's own. */
  mayRunCode: boolean;
}

/** At most 500 events. */
export interface TracePage {
  events: TraceEvent[];
  /** Pass it as `after` to get what comes next; a page without events is the last for now. */
  next: number;
}

export type ApiErrorCode =
  | "invalid"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  /** The code that was sent cannot run. */
  | "code"
  | "conflict"
  | "too_large"
  | "rate"
  | "capacity"
  | "unavailable"
  /** A bug in Crosstalk; see its log. */
  | "internal";

export interface ApiError {
  /** With the code `code`, also where in the code that was sent, if that is known. */
  error: { code: ApiErrorCode; message: string } & Partial<CodePlace>;
}

// ── The chat servers ────────────────────────────────────────────────────────────────────────────────────

/** A socket as `io.fetchSockets()` sees it, wherever it is connected. */
export interface SeenSocket {
  id: string;
  rooms: string[];
}

/** The events that a client may send to A or B. */
export interface ClientEvents {
  message: (data: unknown, ack?: (answer: unknown) => void) => void;
  "room:join": (room: string, ack?: (answer: unknown) => void) => void;
  "room:leave": (room: string, ack?: (answer: unknown) => void) => void;
  "room:message": (message: { room: string; data: unknown }, ack?: (answer: unknown) => void) => void;
  // Extensions of the contract: to everybody outside a room; everybody into a room, and then to it; and a question to the clients in a
  // room, answered with their answers.
  "room:except": (message: { room: string; data: unknown }, ack?: (answer: unknown) => void) => void;
  "room:gather": (message: { room: string; data: unknown }, ack?: (answer: unknown) => void) => void;
  "room:ask": (room: string, ack?: (answer: unknown[] | { error: string }) => void) => void;
  who: (ack: (answer: SeenSocket[] | { error: string }) => void) => void;
  "ask:servers": (ack: (answer: unknown[] | { error: string }) => void) => void;
}

/** The events that A or B may send to a client. */
export interface ServerEvents {
  message: (data: unknown) => void;
  /** What `room:ask` asks. The page's clients answer with their names. */
  question: (answer: (name: string) => void) => void;
  /** A limit of the lab refused what the client sent. */
  refused: (reason: { code: ApiErrorCode; message: string }) => void;
}

/** `auth` of a client's handshake. All of it is optional: a stock client needs only the path. */
export interface ClientAuth {
  /** Shown in the picture, e.g. "α"; cut after `maxNameLength` characters. */
  name?: string;
  /** True if the page that owns this client reports what it sent and heard over /watch. */
  reports?: boolean;
}

// ── The trace ───────────────────────────────────────────────────────────────────────────────────────────

/**
 * One thing observed in a lab. `seq` counts from 1 without gaps, in causal order; `at` is in
 * milliseconds since the lab was opened, on one clock for all processes.
 *
 * One message that crosses from α on A to β on B leaves this trail:
 *
 *     sent α → received A → published A → accepted (Redis) → forwarded B → arrived B → delivered B → heard β
 *                         ↘ delivered A → heard (A's own clients)
 */
export type TraceEvent = { seq: number; at: number } & Observation;

export type Observation =
  // the lab's own state
  | { type: "server"; server: ServerName; state: ServerState["state"]; pid: number | null; reason?: string }
  | { type: "link"; server: ServerName; link: LinkName }
  | { type: "cable"; server: ServerName; state: CableState["state"]; delayMs: number }
  | { type: "balancer"; sticky: boolean }
  | { type: "redis"; up: boolean }
  | { type: "log"; server: ServerName; stream: "out" | "err"; text: string }
  /** The running process hasn't responded to its lab for 300 ms: it's suspended or gets no processor. Or it responds again. */
  | { type: "silence"; server: ServerName; isSilent: boolean }
  /** The process that starts now runs this code of the learner's own; null for the lessons' own. */
  | { type: "code"; server: ServerName; code: CodeState | null }
  /** The process that starts now runs the app of the user's own as it was saved; with `during`, the app set another adapter since. */
  | { type: "app"; server: ServerName; app: AppState; during?: "run" }
  /** Code of the learner's own failed. With `load`, the server goes on with the code that it has. */
  | ({
      type: "fault";
      server: ServerName;
      during: "load" | "run";
      /** It threw, called process.exit, did not answer any more, or used too much memory. */
      why: FaultKind;
      text: string;
    } & Partial<CodePlace>)
  // clients and rooms, as a server sees them
  | {
      type: "connected";
      server: ServerName;
      socket: string;
      client: string;
      transport: string;
      recovered: boolean;
    }
  | { type: "upgraded"; server: ServerName; socket: string; transport: string }
  | { type: "disconnected"; server: ServerName; socket: string; client: string; reason: string }
  | { type: "joined" | "left"; server: ServerName; socket: string; room: string }
  /** An app of the user's own listens for this event; its handler's parameters as they are written, e.g. `{ to, text }`. */
  | { type: "listens"; server: ServerName; event: string; params: string[] }
  // the path of one message; `message` is the same in all of them
  | {
      /** A client emitted. `by` names the observer: the client itself, or the server's end of the wire. */
      type: "sent";
      message: string;
      server: ServerName;
      socket: string;
      client: string;
      event: string;
      text: string;
      by: "client" | "wire";
    }
  | {
      /**
       * It was sent, and no server will be seen to receive it: the server ended, the connection ended, or too many messages were
       * waiting to be remembered, so nobody knows.
       */
      type: "untaken";
      message: string;
      server: ServerName;
      socket: string;
      client: string;
      why: "server-down" | "disconnected" | "unrecorded";
    }
  | {
      /** The server took it. `room` is set when the event names a room. */
      type: "received";
      message: string;
      server: ServerName;
      socket: string;
      client: string;
      event: string;
      text: string;
      room?: string;
      wantsAck: boolean;
      /** The server has no handler for this event, so nothing follows. */
      unhandled?: true;
    }
  | {
      /** The server wrote it to its Redis connection. */
      type: "published";
      message: string;
      server: ServerName;
      command: "PUBLISH" | "SPUBLISH" | "XADD";
      channel: string;
      bytes: number;
      payload: Payload;
    }
  | {
      /** Redis replied to the PUBLISH with the number of subscribed connections. An error has Redis' own text; its code is the first word. */
      type: "accepted";
      message: string;
      server: ServerName;
      receivers: number | null;
      error?: string;
      code?: string;
    }
  | { type: "forwarded"; message: string; server: ServerName; channel: string; bytes: number }
  | {
      /** It came out of the server's Redis connection. `own` is true if this server published it itself. */
      type: "arrived";
      message: string;
      server: ServerName;
      channel: string;
      bytes: number;
      payload: Payload;
      own: boolean;
    }
  | {
      /** The cable lost it. */
      type: "dropped";
      message: string;
      server: ServerName;
      towards: "redis" | "server";
      state: CableState["state"];
    }
  | {
      /** The server wrote it to these of its own clients. */
      type: "delivered";
      message: string;
      server: ServerName;
      sockets: string[];
      event: string;
      text: string;
    }
  | {
      type: "heard";
      message: string;
      server: ServerName;
      socket: string;
      client: string;
      event: string;
      text: string;
    }
  | ({
      type: "acknowledged";
      message: string;
      server: ServerName;
      socket: string;
      client: string;
      text: string;
    } & Answer)
  | {
      /** The client asked for an acknowledgement and hasn't received one within this time. It may never come. */
      type: "unanswered";
      message: string;
      server: ServerName;
      socket: string;
      client: string;
      afterMs: number;
    }
  | {
      /** The balancer gave a request to this server. A WebSocket is handed over, so its status is not seen: null. */
      type: "routed";
      server: ServerName;
      method: string;
      /** Engine.IO's session id; null during the handshake. */
      session: string | null;
      status: number | null;
    }
  // traffic on a cable other than messages
  | {
      type: "command";
      server: ServerName;
      text: string;
      reply: string;
      /** In capitals, e.g. `SSUBSCRIBE`. */
      name?: string;
      /** The channel or pattern of a subscription that Redis confirmed. */
      channel?: string;
      /** The first word of Redis' error, e.g. `NOPERM`. */
      code?: string;
    }
  // too much to record: this many observations of the server were counted and left out
  | { type: "skipped"; server: ServerName; count: number };

export const faultKinds = ["error", "exit", "hung", "memory"] as const;
export type FaultKind = (typeof faultKinds)[number];

/** An error as data; `message` is for people. */
export interface TraceError {
  /** Redis' own code, e.g. `ERR`; for an answer, the code it contains. */
  code: string;
  message: string;
}

/** What an acknowledgement says, if it has a known form. */
export interface Answer {
  /** The ids of the sockets it lists, at most 1,000. */
  sockets?: string[];
  /** How many entries its list has. */
  count?: number;
  error?: TraceError;
}

/** What a channel carried, decoded. */
export type Payload =
  | {
      kind: "broadcast";
      uid: string;
      event: string;
      text: string;
      rooms: string[];
      except: string[];
      flags: string[];
    }
  | { kind: "request" | "response"; name: string; text: string }
  | { kind: "text"; text: string }
  | { kind: "binary"; text: string };

export type ObservationType = Observation["type"];
/** One member of the trace's union, by its `type`. */
export type Traced<T extends ObservationType> = Extract<TraceEvent, { type: T }>;

// ── Watching a lab: Socket.IO on /watch/socket.io/ ──────────────────────────────────────────────────────

export interface WatchAuth {
  lab: string;
  /** The last `seq` that the page has; 0 for all that is kept. */
  after: number;
  /** The lab's token, for pages that may change it: the Redis console needs it. */
  token?: string;
}

/** From the gateway to the page. */
export interface WatchEvents {
  trace: (events: TraceEvent[]) => void;
  /** What the Redis console prints, as redis-cli would. */
  redis: (lines: string[]) => void;
  /** The gateway ends within `ms` and opens no more labs: another lab, opened now, is on another gateway. */
  draining: (ms: number) => void;
  /** The lab has ended; nothing more will come. */
  gone: (reason: GoneReason) => void;
  /** The gateway can't accept what the page sent. */
  refused: (reason: { code: ApiErrorCode; message: string }) => void;
}

/** Why a lab ended: it was closed, an instructor reset it, nobody used it, or Crosstalk is shutting down. */
export type GoneReason = "closed" | "reset" | "idle" | "shutdown";

/** From the page to the gateway. */
export interface ReportEvents {
  /** Acknowledges with the lab's clock, in ms since it was opened, so that the page can convert its own. */
  clock: (ack: (labMs: number) => void) => void;
  report: (reports: ClientReport[]) => void;
  /** A line typed into the Redis console. It reaches only the lab's part of Redis, see servers/lab/console/console.ts. */
  redis: (line: string) => void;
}

/** What a client in the page saw. `at` is on the lab's clock. */
export interface ClientReport {
  type: "sent" | "heard";
  socket: string;
  event: string;
  text: string;
  at: number;
}
