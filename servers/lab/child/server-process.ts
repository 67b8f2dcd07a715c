// The lab's handle of one server process: starts it, calls it, watches it and ends it.
import type { Socket } from "node:net";
import type { ErrorBoundary } from "../../error-boundary.ts";
import type { AppState, LinkName, ServerName } from "../../protocol.ts";
import { LabError } from "../errors.ts";
import { isServerAnswer } from "../process-messages.ts";
import type {
  CableSetting,
  ChangedFile,
  RawObservation,
  ServerAnswer,
  ServerCall,
} from "../process-protocol.ts";
import { createCalls } from "./calls.ts";
import { type ServerProgram, startChild } from "./child.ts";
import { channelLimits, closePending, guardChannel } from "./guard-channel.ts";
import { createHandover, type Handover } from "./handover.ts";
import { createNetworkProxy, type NetworkProxy, type NetworkProxyContext } from "./network-proxy.ts";

export interface ServerProcess {
  /** null if the system could not start it. */
  pid: number | null;
  /** False once the process has ended. */
  alive: () => boolean;
  /** Whether it has loaded all code and waits for `start`. */
  isReady: () => boolean;
  /** The app of the user's own that it runs; null for none. */
  app: () => AppState | null;
  /** Resolves once it is ready. Rejects with a LabError if it ends first. */
  ready: Promise<void>;
  /** Resolves once it is gone, for any reason. */
  exit: Promise<void>;
  /** Resolves once it has answered. Only a ready process does. */
  ping: () => Promise<void>;
  /** Makes it server A or B of a lab, watched by `watcher`. Resolves once it can be linked; rejects with a CodeError. */
  start: (work: ServerWork, watcher: ServerWatcher) => Promise<void>;
  /** Resolves once it listens on `socketPath`. */
  listen: () => Promise<void>;
  /** Resolves once the link is in use. Rejects with a LabError if it can't be, or not within `withinMs`. */
  setLink: (link: LinkName, withinMs: number) => Promise<void>;
  setCable: (cable: CableSetting) => Promise<void>;
  /** Hands over a client's connection, with the bytes read so far (latin1). It is closed if the process doesn't take it. */
  upgrade: (head: string, socket: Socket) => void;
  /** Asks for everything observed so far. */
  mark: () => void;
  /** Ends the process with SIGKILL, and resolves once it is gone. Can be called twice; the first reason counts. */
  kill: (reason?: string) => Promise<void>;
  /** Ends the process with SIGTERM, at which it disconnects its clients. Resolves once it is gone, after 5 s at most. */
  stop: () => Promise<void>;
}

export interface ServerWork {
  name: ServerName;
  prefix: string;
  redisUrl: string;
  socketPath: string;
  cable: CableSetting;
  /** The files that a learner changed. With any, the process has no network access of its own. */
  code: ChangedFile[];
  /** Whether an app of the user's own gets the adapter that it gives its server. */
  ownAdapter: boolean;
}

export interface ServerWatcher {
  observed: (observations: RawObservation[], until: number) => void;
  log: (stream: "out" | "err", text: string) => void;
  /** The files of an app that were loaded. */
  loaded: (files: string[]) => void;
  /** The app that runs gave its server another adapter. */
  appChanged: (app: AppState) => void;
  /** `lastOutput` is the reason given to `kill`, or the end of what it wrote to stderr. */
  exited: (how: { code: number | null; signal: string | null; lastOutput: string }) => void;
}

export const serverProgram: URL = new URL("../process/main.ts", import.meta.url);

/** If the process takes no connection for this time, those that wait are closed. A healthy one takes each within milliseconds. */
const takeWithinMs = 5000;

/** Starts a process that belongs to no lab yet. Throws a LabError if the system refuses. */
export function createServerProcess(program: ServerProgram, boundary: ErrorBoundary): ServerProcess {
  const ready = Promise.withResolvers<void>();
  const listening = Promise.withResolvers<void>();
  const calls = createCalls();
  const handover = createHandover(takeWithinMs);
  const state: State = { isReady: false, socketPath: "", app: null };

  const { process, alive, kill, stop, exit } = startChild(program, boundary, {
    line: (stream, text) => state.watcher?.log(stream, text),
    ended({ code, signal, lastOutput }) {
      const how = signal ?? `exit code ${code}`;
      const gone = new LabError("unavailable", `The server process ended (${how}). ${lastOutput}`.trim());
      handover.closeAll();
      closePending(process);
      state.proxy?.close();
      ready.reject(gone);
      listening.reject(gone);
      calls.failAll(gone);
      state.watcher?.exited({ code, signal, lastOutput });
    },
  });
  for (const { promise } of [ready, listening]) promise.catch(() => {}); // callers that await them get the error
  process.on("disconnect", handover.closeAll);

  const misbehaved = (what: string) => void kill(`It was ended because it sent ${what}.`);
  const take = (answer: ServerAnswer) => takeAnswer(answer, state, { ready, listening, calls, misbehaved });
  const receive = (message: unknown, handle: unknown) => {
    if (handle) {
      closeHandle(handle);
      misbehaved("a connection");
    } else if (isServerAnswer(message)) take(message);
    else misbehaved(`an invalid message: ${JSON.stringify(message)}`.slice(0, 200));
  };
  guardChannel(process, channelLimits, misbehaved);
  process.on(
    "message",
    boundary.guard("message of a server", receive, () => misbehaved("a message that could not be handled")),
  );

  function send(call: ServerCall, socket?: Socket, sent?: () => void): void {
    if (process.connected) process.send(call, socket, {}, () => sent?.());
    else socket?.destroy();
  }
  const handing = createHandingOver(send, handover);
  return {
    pid: process.pid ?? null,
    alive,
    isReady: () => state.isReady,
    app: () => state.app,
    ready: ready.promise,
    exit,
    ping: () => calls.make((id) => send({ call: "ping", id })),
    start(work, newWatcher) {
      state.watcher = newWatcher;
      state.socketPath = work.socketPath;
      if (work.code.length > 0)
        state.proxy = createNetworkProxy({ boundary, redisUrl: work.redisUrl, ...handing });
      return calls.make((id) => send({ call: "start", id, ...work }));
    },
    listen() {
      if (state.proxy) return state.proxy.listen(state.socketPath);
      send({ call: "listen" });
      return listening.promise;
    },
    setLink: (link, withinMs) => calls.make((id) => send({ call: "link", id, link, withinMs })),
    setCable: (cable) => calls.make((id) => send({ call: "cable", id, cable })),
    upgrade: handing.upgrade,
    mark: () => send({ call: "mark" }),
    kill,
    stop,
  };
}

interface State {
  isReady: boolean;
  socketPath: string;
  app: AppState | null;
  watcher?: ServerWatcher;
  proxy?: NetworkProxy;
}

interface Waiting {
  ready: PromiseWithResolvers<void>;
  listening: PromiseWithResolvers<void>;
  calls: ReturnType<typeof createCalls>;
  misbehaved: (what: string) => void;
}

function takeAnswer(
  answer: ServerAnswer,
  state: State,
  { ready, listening, calls, misbehaved }: Waiting,
): void {
  switch (answer.answer) {
    case "ready":
      state.isReady = true;
      ready.resolve();
      break;
    case "listening":
      listening.resolve();
      break;
    case "done":
    case "failed":
      calls.settle(answer);
      break;
    case "dial":
      if (state.proxy) state.proxy.dial(answer.id);
      else misbehaved("a request for a connection that it can open itself");
      break;
    case "loaded":
      state.watcher?.loaded(answer.files);
      break;
    case "app-running":
      if (state.app) state.watcher?.appChanged(answer.app);
      state.app = answer.app;
      break;
    case "observed":
      state.watcher?.observed(answer.observations, answer.until);
  }
}

type Send = (call: ServerCall, socket?: Socket, sent?: () => void) => void;

type HandingOver = Pick<NetworkProxyContext, "accepted" | "dialled"> & Pick<ServerProcess, "upgrade">;

function createHandingOver(send: Send, handover: Handover): HandingOver {
  /** Hands over a connection from which nothing was read yet. */
  function handOver(call: ServerCall, socket: Socket): void {
    const taken = handover.add(socket);
    send(call, socket);
    send({ call: "mark" }, undefined, taken); // sent once the process has the socket
  }
  return {
    upgrade(head, socket) {
      const taken = handover.add(socket);
      send({ call: "upgrade", head }, socket);
      // Node sends this only after it has closed the socket on this side. Until then it still reads from it, and drops the bytes.
      send({ call: "released" }, undefined, taken);
    },
    accepted: (socket) => handOver({ call: "accept" }, socket),
    dialled(id, result) {
      if ("code" in result) send({ call: "dialled", id, error: result });
      else handOver({ call: "dialled", id }, result);
    },
  };
}

/** Closes a socket, a server or a raw Node handle that a process sent. */
function closeHandle(handle: unknown): void {
  const { destroy, close } = handle as { destroy?: () => void; close?: () => void };
  if (destroy) destroy.call(handle);
  else close?.call(handle);
}
