// What a step of a lesson asks of the lab: the state that it assumes, and what it then does, one thing after another.
// The page's own lab does it, or a test with stock clients: anything that implements `LabActions`.
//
//   setUp(target, lab)       any state ──▶ the one that the text assumes                    set-up.ts
//   run(actions, lab)        emit, switch, kill, …, each once the last is in force       run.ts

import type { CableState, LinkName, ServerName } from "../../../servers/protocol.ts";
import type { Derived } from "../derive/messages.ts";

/** Where a client connects: to A, to B, or to the balancer before both. */
export type Entrance = ServerName | "balanced";
export type Transport = "polling" | "websocket";

export interface ClientPlace {
  name: string;
  server: Entrance;
  rooms?: readonly string[] | undefined;
  /**
   * Default: through the balancer WebSocket only, as long-polling needs a sticky one; elsewhere as it is, which at
   * first is long-polling that upgrades.
   */
  transport?: Transport | undefined;
}

export interface CableChange {
  state?: CableState["state"] | undefined;
  delayMs?: number | undefined;
}

/**
 * A state that a step assumes. What it leaves out is: links and clients as they are, servers running, cables up and
 * without delay, nobody in a room, the balancer not sticky.
 */
export interface Target {
  links?: { readonly [Name in ServerName]?: LinkName | undefined } | undefined;
  clients?: readonly ClientPlace[] | undefined;
  cables?: { readonly [Name in ServerName]?: CableChange | undefined } | undefined;
  servers?: { readonly [Name in ServerName]?: "running" | "stopped" | undefined } | undefined;
  balancer?: { sticky: boolean } | undefined;
}

export interface Emit {
  client: string;
  event: string;
  /** The only argument. Default: none. */
  data?: unknown;
  /** In place of `data`: all arguments. */
  args?: readonly unknown[] | undefined;
  /** Asks for an acknowledgement. */
  ack?: boolean | undefined;
  /** The verdict is about this message. Default: the last one of the run. */
  judged?: boolean | undefined;
}

export type Action =
  | Emit
  | { client: string; do: "join" | "leave"; room: string }
  /** `drop` loses the connection without a goodbye, as in a tunnel; both ways it stays away until `connect`. */
  | { client: string; do: "disconnect" | "drop" | "connect" }
  | { client: string; transport: Transport }
  | { server: ServerName; link: LinkName }
  | { server: ServerName; do: "kill" | "start" }
  | ({ cable: ServerName } & CableChange)
  | { balancer: { sticky: boolean } }
  /** Typed into the Redis console. */
  | { redis: string };

/** What a step can do with one client. */
export interface ClientActions {
  readonly name: string;
  readonly server: Entrance;
  /** Of its latest connection; empty before the first. */
  readonly id: string;
  readonly connected: boolean;
  /** The balancer or a server refused its latest request, with this text. */
  readonly refusal: string | undefined;
  emit: (event: string, args: readonly unknown[], ack?: boolean) => void;
  /** The same without a line in its terminal. */
  emitQuietly: (event: string, args: readonly unknown[]) => void;
  connect: () => void;
  disconnect: () => void;
  drop: () => void;
  /** Disconnects without a line in its terminal. */
  leave: () => void;
  /** Connects again at once, without a line in its terminal and without what it kept to send. */
  renew: () => void;
  use: (transport: Transport) => void;
}

/** What a step can do with a lab. A change resolves to whether it was made; if not, the lab itself shows why. */
export interface LabActions {
  readonly derived: Derived;
  /** The lab's clock. */
  readonly now: number;
  /** The page's client of that name. */
  client: (name: string) => ClientActions | undefined;
  /** Has exactly these clients, each at its entrance. Resolves once each is connected or refused. */
  placeClients: (places: readonly ClientPlace[]) => Promise<void>;
  setLink: (server: ServerName, link: LinkName) => Promise<boolean>;
  kill: (server: ServerName) => Promise<boolean>;
  start: (server: ServerName) => Promise<boolean>;
  setCable: (server: ServerName, change: CableChange) => Promise<boolean>;
  setBalancer: (change: { sticky: boolean }) => Promise<boolean>;
  redis: (line: string) => Promise<boolean>;
  /** Whether the Redis console has subscribed to something, and so may not publish. */
  readonly isSubscribed: boolean;
  unsubscribe: () => Promise<boolean>;
  /** Waits for a condition on what is derived; false when it does not come true in time. */
  until: (condition: () => boolean, withinMs: number) => Promise<boolean>;
}

/** The message that a run is judged by, before it has been seen. */
export interface Awaited {
  /** It comes after this event of the trace. */
  since: number;
  /** By name; nobody when it came from the Redis console. */
  client: string | undefined;
  event: string;
  text: string;
}

export interface Ran {
  /** Whether every action came into force. */
  done: boolean;
  /** Undefined when nothing was sent. */
  judged: Awaited | undefined;
}
