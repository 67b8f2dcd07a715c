// One client of the page: a real socket.io-client, and the lines of its terminal.

import { io, type Socket } from "socket.io-client";
import { describe } from "../../../servers/describe.ts";
import type { ClientReport } from "../../../servers/protocol.ts";
import { type Command, type Problem, parse } from "../prompt/command.ts";
import { lineOf } from "../prompt/command-line.ts";
import type { Entrance, Hand, Transport } from "../steps/actions.ts";

/** One line of a terminal, without words: those depend on the language of the page. */
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

type Content = Line extends infer One ? (One extends Line ? Omit<One, "number"> : never) : never;

export interface Client extends Hand {
  /** Ids of its earlier connections: the server may not have noticed yet that they are over. */
  readonly formerIds: ReadonlySet<string>;
  readonly transport: string;
  /** The one transport that it may use; undefined when it begins with long-polling and upgrades. */
  readonly only: Transport | undefined;
  readonly lines: readonly Line[];
  /** What Enter does with a line, and a button that stands for one. */
  enter: (line: string) => void;
  offer: (choices: readonly string[]) => void;
  /** Comes in as one who was never here, with this transport alone. */
  come: (transport: Transport) => void;
  /** Comes in anew under another name. */
  rename: (name: string) => void;
  /** Gives up a connection that is dead; it connects again by itself. */
  lose: () => void;
  close: () => void;
}

/** Events that the servers always acknowledge; all others are sent without asking for it. */
const acknowledged = new Set(["room:join", "room:leave", "who", "ask:servers"]);
const answerWithinMs = 8_000;
const maxLines = 300;
const newBrowser = () => Math.random().toString(36).slice(2, 10);

/** Connects at once; `first` is the one transport that it may use. */
export function createClient(
  firstName: string,
  server: Entrance,
  path: string,
  report: (report: ClientReport) => void,
  first?: Transport,
): Client {
  let name = $state(firstName);
  let only = $state(first);
  let refusal = $state<string | undefined>();
  let connected = $state(false);
  let id = $state("");
  let transport = $state("");
  let lines = $state.raw<readonly Line[]>([]);
  let fresh: Line[] = [];
  let flushing: ReturnType<typeof setTimeout> | undefined;
  let count = 0;
  /** A row of failed attempts is one line, not one for each. */
  let failing = false;
  let closed = false;
  const formerIds = new Set<string>();
  let browser = newBrowser();
  let socket = open();
  const leavePage = () => endSession(socket, path);
  addEventListener("pagehide", leavePage);

  function open(): Socket {
    const opened = io({
      path,
      auth: (give) => give({ name, reports: true }),
      // Behind the balancer, clients of one page are as many browsers: each has a cookie of its own.
      ...(server === "balanced" ? { query: { browser } } : {}),
      forceNew: true,
      multiplex: false,
      reconnectionDelay: 300,
      reconnectionDelayMax: 2_000,
      ...(only ? { transports: [only] } : {}),
    });
    opened.on("connect", () => {
      const { engine } = opened.io;
      connected = true;
      failing = false;
      refusal = undefined;
      if (id) formerIds.add(id);
      id = opened.id ?? "";
      transport = engine.transport.name;
      print({ kind: "connected", id });
      engine.once("upgrade", () => {
        transport = engine.transport.name;
        print({ kind: "upgraded", transport });
      });
    });
    opened.on("disconnect", (reason) => {
      // socket.io-client says so too of an attempt that never got in.
      if (connected) print({ kind: "disconnected", text: reason });
      connected = false;
    });
    opened.on("connect_error", (error) => {
      stopWaiting(opened);
      refusal = reasonOf(error);
      if (!failing) print({ kind: "cannot-connect", text: refusal });
      failing = true;
    });
    opened.onAny((event: string, ...args: unknown[]) => {
      const text = describe(args.filter((arg) => typeof arg !== "function"));
      if (event === "refused") {
        const reason = args[0] as { message?: unknown } | undefined;
        print({ kind: "refused", text: String(reason?.message ?? text) });
        return;
      }
      tell("heard", event, text);
      print({ kind: "heard", event, text });
    });
    opened.onAnyOutgoing((event: string, ...args: unknown[]) => tell("sent", event, describe(args)));
    return opened;
  }

  function tell(type: ClientReport["type"], event: string, text: string) {
    if (socket.id) report({ type, socket: socket.id, event, text, at: performance.now() });
  }

  /** However many events arrive, a terminal is drawn once a frame. */
  function print(content: Content) {
    if (closed) return;
    count += 1;
    fresh.push({ ...content, number: count } as Line);
    if (fresh.length > maxLines) fresh.shift();
    flushing ??= setTimeout(flush, 16);
  }

  function flush() {
    flushing = undefined;
    lines = [...lines, ...fresh].slice(-maxLines);
    fresh = [];
  }

  function emit(event: string, args: readonly unknown[], ack = acknowledged.has(event)) {
    if (!socket.connected) print({ kind: "buffered" });
    if (!ack) {
      socket.emit(event, ...args);
      return;
    }
    const start = performance.now();
    socket
      .timeout(answerWithinMs)
      .emitWithAck(event, ...args)
      .then(
        (answer: unknown) =>
          print({ kind: "answer", text: describe([answer]), ms: performance.now() - start }),
        () => print({ kind: "no-answer", ms: answerWithinMs }),
      );
  }

  function obey(command: Command) {
    switch (command.do) {
      case "nothing":
        return;
      case "emit":
        return emit(command.event, command.args);
      case "who":
        return emit("who", []);
      case "ask":
        return emit("ask:servers", []);
      case "connect":
        if (socket.connected) return print({ kind: "already" });
        return reconnect();
      case "disconnect":
        if (!socket.connected) return print({ kind: "not-connected" });
        socket.disconnect();
        return;
      case "drop":
        if (!socket.connected) return print({ kind: "not-connected" });
        // It comes back when it is told to, and not by itself.
        socket.io.reconnection(false);
        socket.io.engine.close();
        return;
      case "transport":
        return use(command.transport);
      case "help":
      case "clear":
        return print({ kind: command.do });
      case "wrong":
        return print({ kind: "problem", problem: command.problem });
    }
  }

  function use(transport: Transport | undefined) {
    socket.disconnect();
    only = transport;
    refusal = undefined;
    failing = false;
    socket = open();
  }

  function renew() {
    socket.sendBuffer = [];
    reconnect();
  }

  function reconnect() {
    refusal = undefined;
    failing = false;
    socket.io.reconnection(true);
    // An attempt that is under way may be known to the server already, which would then see two of one name.
    if (!socket.connected && socket.io._readyState !== "closed") return;
    // This ends the wait between two attempts as well.
    socket.disconnect();
    socket.connect();
  }

  const typed = (line: string) => print({ kind: "typed", text: line });
  function by(verb: "connect" | "disconnect" | "drop") {
    typed(verb);
    obey({ do: verb });
  }

  return {
    get name() {
      return name;
    },
    server,
    get only() {
      return only;
    },
    get refusal() {
      return refusal;
    },
    get connected() {
      return connected;
    },
    get id() {
      return id;
    },
    formerIds,
    get transport() {
      return transport;
    },
    get lines() {
      return lines;
    },
    emit(event, args, ack) {
      typed(lineOf(event, args));
      emit(event, args, ack || undefined);
    },
    emitQuietly: (event, args) => void socket.emit(event, ...args),
    enter(line) {
      if (line.trim() !== "") typed(line);
      obey(parse(line));
    },
    offer(choices) {
      print({ kind: "choices", text: choices.join("  ") });
    },
    connect: () => by("connect"),
    disconnect: () => by("disconnect"),
    drop: () => by("drop"),
    use(transport) {
      typed(`transport ${transport}`);
      use(transport);
    },
    renew,
    leave: () => socket.disconnect(),
    lose: () => void socket.io.engine?.close(),
    come(transport) {
      browser = newBrowser();
      use(transport);
    },
    rename(next) {
      name = next;
      reconnect();
    },
    close() {
      closed = true;
      removeEventListener("pagehide", leavePage);
      clearTimeout(flushing);
      socket.close();
    },
  };
}

/**
 * Ends the request that waits for what the server has to say. socket.io-client gives up a session that was refused and
 * leaves it open for 25 s; with six of those, the browser sends nothing more to the playground.
 */
function stopWaiting(socket: Socket) {
  // Its own `abort` ends nothing: only what it does after an error closes the request.
  const { transport } = socket.io.engine as unknown as {
    transport: { pollXhr?: { _cleanup: (fromError: true) => void } };
  };
  transport.pollXhr?._cleanup(true);
}

/** Engine.IO's packet for the end of a session. */
const closePacket = "1";

/**
 * Ends a session of long-polling with the page. A server does not notice when a page is left between two requests, and
 * would keep the client for 45 s.
 */
function endSession({ io: { engine } }: Socket, path: string) {
  if (!engine?.id || engine.transport.name !== "polling") return;
  navigator.sendBeacon(`${path}?${new URLSearchParams(engine.transport.query)}`, closePacket);
}

/** Why it was not let in: Engine.IO's own words where it answered, or what the client makes of it. */
function reasonOf(error: Error): string {
  // What long-polling hangs onto its error: the request that failed.
  const { context } = error as { context?: { status?: unknown; responseText?: unknown } };
  const answer = /^\{"code":\d+,"message":"([^"]*)"\}$/.exec(String(context?.responseText))?.[1];
  return answer === undefined ? error.message : `${context?.status} ${answer}`;
}
