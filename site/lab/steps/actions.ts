// What a step of a lesson asks of the lab: the state it assumes, and the actions it then takes, one after another.
// The page's own lab carries it out, or a test with stock clients: anything that implements `LabActions`.
//
//   setUp(target, lab)       any state ──▶ the one the text assumes                      set-up.ts
//   run(actions, lab)        emit, switch, kill, …, each once the last took effect       run-actions.ts

import type { CableState, LinkName, ServerName } from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";
import type { CodeFiles } from "../live/api-client.ts";

/** Where a client connects: to A, to B, or to the balancer in front of both. */
export type EntryPoint = ServerName | "balanced";
export type Transport = "polling" | "websocket";

export interface ClientPlace {
  name: string;
  server: EntryPoint;
  rooms?: readonly string[] | undefined;
  /**
   * Default through the balancer: WebSocket only, because long-polling needs a sticky one. Default elsewhere: long-polling
   * that upgrades.
   */
  transport?: Transport | undefined;
}

export interface CableChange {
  state?: CableState["state"] | undefined;
  delayMs?: number | undefined;
}

/**
 * A state that a step assumes. Fields left out: links and clients stay as they are, servers run, cables are up and
 * without delay, nobody is in a room, the balancer isn't sticky.
 */
export interface Target {
  links?: { readonly [Name in ServerName]?: LinkName | undefined } | undefined;
  clients?: readonly ClientPlace[] | undefined;
  cables?: { readonly [Name in ServerName]?: CableChange | undefined } | undefined;
  servers?: { readonly [Name in ServerName]?: "running" | "stopped" | undefined } | undefined;
  balancer?: { sticky: boolean } | undefined;
  /** Servers keep the code of the learner's own that they run. Default: they run the lessons' own. */
  keepsCode?: boolean | undefined;
}

export interface Emit {
  client: string;
  event: string;
  /** The only argument. Default: none. */
  data?: unknown;
  /** All arguments, instead of `data`. */
  args?: readonly unknown[] | undefined;
  /** Asks for an acknowledgement. */
  ack?: boolean | undefined;
  /** The verdict is about this message. Default: the last message of the run. */
  judged?: boolean | undefined;
}

/** The arguments of an emit. */
export const argsOf = ({ data, args }: Emit): readonly unknown[] =>
  args ?? (data === undefined ? [] : [data]);

export type Action =
  | Emit
  | { client: string; do: "join" | "leave"; room: string }
  /** `drop` loses the connection without closing it, as in a tunnel. After both it stays away until `connect`. */
  | { client: string; do: "disconnect" | "drop" | "connect" }
  | { client: string; transport: Transport }
  | { server: ServerName; link: LinkName }
  | { server: ServerName; do: "kill" | "stop" | "start" }
  | ({ cable: ServerName } & CableChange)
  | { balancer: { sticky: boolean } }
  /** Gives what is under way so many milliseconds. */
  | { waitMs: number }
  /** Typed into the Redis console. */
  | { redis: string };

/** What a step can do with a client. */
export interface ClientActions {
  readonly name: string;
  readonly server: EntryPoint;
  /** The id of its latest connection; empty before the first. */
  readonly id: string;
  readonly connected: boolean;
  /** Why the balancer or a server refused its latest request. */
  readonly refusal: string | undefined;
  emit: (event: string, args: readonly unknown[], ack?: boolean) => void;
  /** Calls `listener` for each event that it hears from now on; returns an unsubscribe function. */
  onHeard: (listener: (event: string, args: readonly unknown[]) => void) => () => void;
  /** The same, without a line in its terminal. */
  emitQuietly: (event: string, args: readonly unknown[]) => void;
  connect: () => void;
  disconnect: () => void;
  drop: () => void;
  /** Disconnects without a line in its terminal. */
  leave: () => void;
  /** Reconnects at once, without a line in its terminal, and discards what it had buffered. */
  renew: () => void;
  use: (transport: Transport) => void;
}

/** What a step can do with a lab. A change resolves to whether it was made; if it wasn't, the lab itself shows why. */
export interface LabActions {
  readonly derived: Derived;
  /** The lab's clock. */
  readonly now: number;
  /** The page's client with that name. */
  client: (name: string) => ClientActions | undefined;
  /** Leaves exactly these clients, each at its entrance. Resolves once each is connected or refused. */
  placeClients: (places: readonly ClientPlace[]) => Promise<void>;
  setLink: (server: ServerName, link: LinkName) => Promise<boolean>;
  kill: (server: ServerName) => Promise<boolean>;
  /** Ends the server's process with SIGTERM, at which it disconnects its clients. */
  stop: (server: ServerName) => Promise<boolean>;
  start: (server: ServerName) => Promise<boolean>;
  setCable: (server: ServerName, change: CableChange) => Promise<boolean>;
  setBalancer: (change: { sticky: boolean }) => Promise<boolean>;
  /** Has both servers run these files instead of the lessons' own. */
  runCode: (files: CodeFiles) => Promise<boolean>;
  /** Gives both servers the lessons' own code back. */
  resetCode: () => Promise<boolean>;
  redis: (line: string) => Promise<boolean>;
  /** Whether the Redis console has a subscription, and so can't publish. */
  readonly isSubscribed: boolean;
  unsubscribe: () => Promise<boolean>;
  /** Waits for a condition on the derived state. Resolves to false if it isn't met in time. */
  until: (condition: () => boolean, withinMs: number) => Promise<boolean>;
}

/** The message a run is judged by, before it's been seen. */
export interface AwaitedMessage {
  /** It comes after this event of the trace. */
  since: number;
  /** The client's name; undefined if it came from the Redis console. */
  client: string | undefined;
  event: string;
  text: string;
}

export interface ActionsResult {
  /** Whether every action took effect. */
  done: boolean;
  /** Undefined if nothing was sent. */
  judged: AwaitedMessage | undefined;
}
