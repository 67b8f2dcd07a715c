// One client of the page: a real socket.io-client, and the lines of its terminal.

import { io, type Socket } from "socket.io-client";
import { type ClientReport, describe, type ServerName } from "../../servers/protocol.ts";
import { type Command, type Problem, parse } from "./command.ts";

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

export type Client = ReturnType<typeof createClient>;

/** Events that the servers always acknowledge; all others are sent without asking for it. */
const acknowledged = new Set(["room:join", "room:leave", "who", "ask:servers"]);
const answerWithinMs = 8_000;
const maxLines = 300;

export function createClient(
  name: string,
  server: ServerName,
  path: string,
  report: (report: ClientReport) => void,
) {
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
  let socket = connectTo(undefined);

  function connectTo(only: "polling" | "websocket" | undefined): Socket {
    const opened = io({
      path,
      auth: { name, reports: true },
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
      id = opened.id ?? "";
      transport = engine.transport.name;
      print({ kind: "connected", id });
      engine.once("upgrade", () => {
        transport = engine.transport.name;
        print({ kind: "upgraded", transport });
      });
    });
    opened.on("disconnect", (reason) => {
      connected = false;
      print({ kind: "disconnected", text: reason });
    });
    opened.on("connect_error", (error) => {
      if (!failing) print({ kind: "cannot-connect", text: error.message });
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

  function emit(event: string, args: readonly unknown[]) {
    if (!socket.connected) print({ kind: "buffered" });
    if (!acknowledged.has(event)) {
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
        socket.connect();
        return;
      case "disconnect":
        if (!socket.connected) return print({ kind: "not-connected" });
        socket.disconnect();
        return;
      case "transport": {
        const old = socket;
        old.disconnect();
        socket = connectTo(command.transport);
        return;
      }
      case "help":
      case "clear":
        return print({ kind: command.do });
      case "wrong":
        return print({ kind: "problem", problem: command.problem });
    }
  }

  return {
    name,
    server,
    get connected() {
      return connected;
    },
    get id() {
      return id;
    },
    get transport() {
      return transport;
    },
    get lines() {
      return lines;
    },
    emit,
    /** What Enter does with a line, and a button that stands for one. */
    enter(line: string) {
      if (line.trim() !== "") print({ kind: "typed", text: line });
      obey(parse(line));
    },
    offer(choices: readonly string[]) {
      print({ kind: "choices", text: choices.join("  ") });
    },
    connect: () => socket.connect(),
    close() {
      closed = true;
      clearTimeout(flushing);
      socket.close();
    },
  };
}
