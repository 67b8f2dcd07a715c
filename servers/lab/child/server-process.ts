// One server of a lab as the lab holds it: a child process, started, called, watched and ended.
import type { Socket } from "node:net";
import type { Boundary } from "../../boundary.ts";
import type { LinkName, ServerName } from "../../protocol.ts";
import { CallFailed, LabError } from "../errors.ts";
import { isServerAnswer } from "../process-messages.ts";
import type { CableSetting, RawObservation, ServerAnswer, ServerCall } from "../process-protocol.ts";
import { channelLimits, guardChannel } from "./channel.ts";
import { startChild } from "./child.ts";
import { createHandover } from "./handover.ts";

export interface ServerProcess {
  /** null when the system started none. */
  pid: number | null;
  /** False once the process has ended. */
  alive: () => boolean;
  /** Whether it has loaded everything and waits for its work. */
  isReady: () => boolean;
  /** Resolves once it is ready; a LabError says how it ended before that. */
  ready: Promise<void>;
  /** Resolves once it is gone, however it went. */
  exit: Promise<void>;
  /** Resolves once it has answered; only a ready one does. */
  ping: () => Promise<void>;
  /** Makes it a server that can be linked; from then on `watcher` is told all that happens. Resolves once it has begun. */
  start: (work: ServerWork, watcher: ServerWatcher) => Promise<void>;
  /** Resolves once it listens on `socketPath`. */
  listen: () => Promise<void>;
  /** Resolves once the link is in force; a LabError says why it is not. */
  setLink: (link: LinkName, withinMs: number) => Promise<void>;
  setCable: (cable: CableSetting) => Promise<void>;
  /** Hands a client's connection over, with what was read from it so far. It's closed when the process doesn't take it. */
  upgrade: (head: string, socket: Socket) => void;
  /** Asks for everything that was observed until now. */
  mark: () => void;
  /** Ends the process with SIGKILL, and resolves when it is gone. Can be called twice; the first reason given counts. */
  kill: (reason?: string) => Promise<void>;
}

export interface ServerWork {
  name: ServerName;
  prefix: string;
  redisUrl: string;
  socketPath: string;
  cable: CableSetting;
}

export interface ServerWatcher {
  observed: (observations: RawObservation[], until: number) => void;
  log: (stream: "out" | "err", text: string) => void;
  /** `lastWords` is why it was ended, or the end of what the process wrote to stderr. */
  exited: (how: { code: number | null; signal: string | null; lastWords: string }) => void;
}

export const serverProgram: URL = new URL("../process/main.ts", import.meta.url);

/** A connection that a process hasn't taken after so long is closed; one that lives takes it in a few milliseconds. */
const takeWithinMs = 5000;

/** Starts a process that knows nothing of any lab yet. A LabError when the system refuses to. */
export function createServerProcess(program: URL, boundary: Boundary): ServerProcess {
  const ready = Promise.withResolvers<void>();
  const listening = Promise.withResolvers<void>();
  const calls = createCalls();
  const handover = createHandover(takeWithinMs);
  let isReady = false;
  let watcher: ServerWatcher | undefined;

  const { process, alive, kill, exit } = startChild(program, boundary, {
    line: (stream, text) => watcher?.log(stream, text),
    ended({ code, signal, words }) {
      const how = signal ?? `exit code ${code}`;
      const gone = new LabError("unavailable", `The server process ended (${how}). ${words}`.trim());
      handover.closeAll();
      ready.reject(gone);
      listening.reject(gone);
      calls.failAll(gone);
      watcher?.exited({ code, signal, lastWords: words });
    },
  });
  for (const { promise } of [ready, listening]) promise.catch(() => {}); // told by whoever awaits them
  process.on("disconnect", handover.closeAll);

  const misbehaved = (what: string) => void kill(`It was ended, since it sent ${what}.`);
  function take(answer: ServerAnswer): void {
    switch (answer.answer) {
      case "ready":
        isReady = true;
        ready.resolve();
        break;
      case "listening":
        listening.resolve();
        break;
      case "done":
      case "failed":
        calls.settle(answer);
        break;
      case "observed":
        watcher?.observed(answer.observations, answer.until);
    }
  }
  const receive = (message: unknown, handle: unknown) => {
    if (handle) {
      closeHandle(handle);
      misbehaved("a connection");
    } else if (isServerAnswer(message)) take(message);
    else misbehaved(`what is no message: ${JSON.stringify(message)}`.slice(0, 200));
  };
  guardChannel(process, channelLimits, misbehaved);
  process.on(
    "message",
    boundary.guard("message of a server", receive, () => misbehaved("what nobody could use")),
  );

  function send(call: ServerCall, socket?: Socket, sent?: () => void): void {
    if (process.connected) process.send(call, socket, {}, () => sent?.());
    else socket?.destroy();
  }
  return {
    pid: process.pid ?? null,
    alive,
    isReady: () => isReady,
    ready: ready.promise,
    exit,
    ping: () => calls.make((id) => send({ call: "ping", id })),
    start(work, newWatcher) {
      watcher = newWatcher;
      return calls.make((id) => send({ call: "start", id, ...work }));
    },
    listen() {
      send({ call: "listen" });
      return listening.promise;
    },
    setLink: (link, withinMs) => calls.make((id) => send({ call: "link", id, link, withinMs })),
    setCable: (cable) => calls.make((id) => send({ call: "cable", id, cable })),
    upgrade(head, socket) {
      const taken = handover.add(socket);
      send({ call: "upgrade", head }, socket);
      // Node sends what follows a socket only after it has closed that socket here. Until then it reads, and drops, what comes.
      send({ call: "released" }, undefined, taken);
    },
    mark: () => send({ call: "mark" }),
    kill,
  };
}

/** A socket, a server or a bare handle of Node's that a process sent. */
function closeHandle(handle: unknown): void {
  const { destroy, close } = handle as { destroy?: () => void; close?: () => void };
  if (destroy) destroy.call(handle);
  else close?.call(handle);
}

function createCalls() {
  const open = new Map<number, PromiseWithResolvers<void>>();
  let count = 0;
  return {
    make(send: (id: number) => void): Promise<void> {
      count += 1;
      const call = Promise.withResolvers<void>();
      open.set(count, call);
      send(count);
      return call.promise;
    },
    settle(answer: ServerAnswer & { answer: "done" | "failed" }) {
      const call = open.get(answer.id);
      open.delete(answer.id);
      if (answer.answer === "done") call?.resolve();
      else call?.reject(new CallFailed(answer.by, answer.message));
    },
    failAll(error: LabError) {
      for (const call of open.values()) call.reject(error);
      open.clear();
    },
  };
}
