// The connection of one client of the page: a real socket.io-client, and what its terminal prints about it.

import { io, type Socket } from "socket.io-client";
import { describe } from "../../../servers/describe.ts";
import type { ClientReport } from "../../../servers/protocol.ts";
import { gatewayOrigin } from "../../gateway-address.ts";
import type { Problem } from "../prompt/command.ts";
import type { EntryPoint, Transport } from "../steps/actions.ts";
import { endSession, reasonOf, stopWaiting } from "./end-session.ts";
import { TerminalLines } from "./terminal-lines.svelte.ts";

/** One line of a terminal, without its words, which depend on the page's language. */
export type Line = { number: number } & (
  | { kind: "typed"; text: string }
  | { kind: "heard"; event: string; text: string }
  | { kind: "answer"; text: string; ms: number }
  | { kind: "no-answer"; ms: number }
  | { kind: "connected"; id: string }
  | { kind: "upgraded"; transport: string }
  | { kind: "disconnected" | "cannot-connect" | "refused"; text: string }
  | { kind: "problem"; problem: Problem }
  | { kind: "choices"; text: string }
  | { kind: "buffered" | "already" | "not-connected" | "help" | "clear" }
);

export interface ClientSettings {
  name: string;
  server: EntryPoint;
  /** The path of the server's Socket.IO. */
  path: string;
  /** Called for each event that was sent or heard, with its time on the page's clock. */
  onReport: (report: ClientReport) => void;
  /** The only transport it may use. Default: long-polling first, then an upgrade. */
  transport?: Transport | undefined;
}

const maxLines = 300;
const newBrowser = () => Math.random().toString(36).slice(2, 10);

/** Connects as soon as it's created. */
export class Connection {
  readonly server: EntryPoint;
  /** Ids of its earlier connections: the server may not have noticed yet that they ended. */
  readonly formerIds: ReadonlySet<string>;
  name = $state("");
  /** The only transport it may use; undefined if it starts with long-polling and upgrades. */
  only = $state<Transport | undefined>();
  refusal = $state<string | undefined>();
  connected = $state(false);
  id = $state("");
  transport = $state("");
  #formerIds = new Set<string>();
  protected readonly terminal = new TerminalLines<Line>(maxLines);
  #path: string;
  #onReport: (report: ClientReport) => void;
  #listeners = new Set<(event: string, args: readonly unknown[]) => void>();
  /** A series of failed attempts gets one line, not one each. */
  #isFailing = false;
  /** Behind the balancer, each client of a page acts as a separate browser, with its own cookie. */
  #browser = newBrowser();
  protected socket: Socket;

  constructor({ name, server, path, onReport, transport }: ClientSettings) {
    this.name = name;
    this.server = server;
    this.only = transport;
    this.formerIds = this.#formerIds;
    this.#path = path;
    this.#onReport = onReport;
    this.socket = this.#open();
    addEventListener("pagehide", this.#leavePage);
  }

  get lines(): readonly Line[] {
    return this.terminal.shown;
  }

  onHeard(listener: (event: string, args: readonly unknown[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  renew(): void {
    this.socket.sendBuffer = [];
    this.reconnect();
  }

  leave(): void {
    this.socket.disconnect();
  }

  /** Drops a dead connection; it reconnects by itself. */
  lose(): void {
    // An attempt in progress ends by itself; socket.io-client takes no notice if it's closed, and waits 20 s for it.
    if (this.socket.connected) this.socket.io.engine.close();
  }

  /** Connects without a saved session and with a new cookie, with this transport only. */
  connectFresh(transport: Transport): void {
    this.#browser = newBrowser();
    this.switchTo(transport);
  }

  /** Reconnects under another name. */
  rename(name: string): void {
    this.name = name;
    this.reconnect();
  }

  close(): void {
    this.terminal.close();
    removeEventListener("pagehide", this.#leavePage);
    this.socket.close();
  }

  #leavePage = (): void => endSession(this.socket, this.#path);

  #open(): Socket {
    const socket = io(gatewayOrigin, {
      path: this.#path,
      auth: (give) => give({ name: this.name, reports: true }),
      ...(this.server === "balanced" ? { query: { browser: this.#browser } } : {}),
      forceNew: true,
      multiplex: false,
      reconnectionDelay: 300,
      reconnectionDelayMax: 2_000,
      ...(this.only ? { transports: [this.only] } : {}),
    });
    socket.on("connect", () => this.#onConnect(socket));
    socket.on("disconnect", (reason) => {
      // socket.io-client also emits this for an attempt that never connected.
      if (this.connected) this.terminal.print({ kind: "disconnected", text: reason });
      this.connected = false;
    });
    socket.on("connect_error", (error) => {
      stopWaiting(socket);
      this.refusal = reasonOf(error);
      if (!this.#isFailing) this.terminal.print({ kind: "cannot-connect", text: this.refusal });
      this.#isFailing = true;
    });
    // What `room:ask` has a server ask the clients of a room.
    socket.on("question", (answer: unknown) => {
      if (typeof answer === "function") answer(this.name);
    });
    socket.onAny((event: string, ...args: unknown[]) => this.#onEvent(event, args));
    socket.onAnyOutgoing((event: string, ...args: unknown[]) => this.#report("sent", event, describe(args)));
    return socket;
  }

  #onConnect(socket: Socket): void {
    const { engine } = socket.io;
    this.connected = true;
    this.#forgetRefusal();
    if (this.id) this.#formerIds.add(this.id);
    this.id = socket.id ?? "";
    this.transport = engine.transport.name;
    this.terminal.print({ kind: "connected", id: this.id });
    engine.once("upgrade", () => {
      this.transport = engine.transport.name;
      this.terminal.print({ kind: "upgraded", transport: this.transport });
    });
  }

  #onEvent(event: string, args: readonly unknown[]): void {
    const text = describe(args.filter((arg) => typeof arg !== "function"));
    if (event === "refused") {
      const reason = args[0] as { message?: unknown } | undefined;
      this.terminal.print({ kind: "refused", text: String(reason?.message ?? text) });
      return;
    }
    this.#report("heard", event, text);
    for (const listener of this.#listeners) listener(event, args);
    this.terminal.print({ kind: "heard", event, text });
  }

  #report(type: ClientReport["type"], event: string, text: string): void {
    const { id: socket } = this.socket;
    if (socket) this.#onReport({ type, socket, event, text, at: performance.now() });
  }

  /** Reconnects with this transport only, or with any if it's undefined. */
  protected switchTo(transport: Transport | undefined): void {
    this.socket.disconnect();
    this.only = transport;
    this.#forgetRefusal();
    this.socket = this.#open();
  }

  protected reconnect(): void {
    const socket = this.socket;
    this.#forgetRefusal();
    socket.io.reconnection(true);
    // The server may already know about an attempt in progress, and would then see two clients with one name.
    if (!socket.connected && socket.io._readyState !== "closed") return;
    // This ends the wait between two attempts as well.
    socket.disconnect();
    socket.connect();
  }

  #forgetRefusal(): void {
    this.refusal = undefined;
    this.#isFailing = false;
  }
}
