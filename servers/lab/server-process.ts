// One server of a lab as the lab holds it: a child process, started, called, watched and ended.
import { type ChildProcess, fork } from "node:child_process";
import type { Socket } from "node:net";
import { createInterface } from "node:readline";
import type { LinkName, ServerName } from "../protocol.ts";
import { compileCache, confinement } from "./confinement.ts";
import { LabError } from "./errors.ts";
import type { CableSetting, RawObservation, ServerAnswer, ServerCall } from "./process-protocol.ts";

export interface ServerProcess {
  pid: number;
  /** False once the process has ended. */
  alive: () => boolean;
  /** Resolves once the process has loaded everything and waits for its work. */
  ready: Promise<void>;
  /** Makes it a server that can be linked; from then on `watcher` is told all that happens. */
  start: (work: ServerWork, watcher: ServerWatcher) => void;
  /** Resolves once it listens on `socketPath`. */
  listen: () => Promise<void>;
  /** Resolves once the link is in force; a LabError says why it is not. */
  setLink: (link: LinkName, withinMs: number) => Promise<void>;
  setCable: (cable: CableSetting) => Promise<void>;
  /** Hands a client's connection over, with what was read from it so far. */
  upgrade: (head: string, socket: Socket) => void;
  /** Asks for everything that was observed until now. */
  mark: () => void;
  /** Ends the process with SIGKILL, and resolves when it is gone. Can be called twice. */
  kill: () => Promise<void>;
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
  /** `lastWords` is the end of what the process wrote to stderr. */
  exited: (how: { code: number | null; signal: string | null; lastWords: string }) => void;
}

const main = new URL("./process/main.ts", import.meta.url);
const maxLineLength = 1000;
const maxLastWords = 2000;

/** Starts a process that knows nothing of any lab yet. */
export function createServerProcess(): ServerProcess {
  const child = fork(main, {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    execArgv: confinement,
    // A server needs nothing else of what the gateway's environment may hold: where programs are, and whom TLS trusts.
    env: {
      NODE_COMPILE_CACHE: compileCache,
      ...pick("PATH", "SystemRoot", "NODE_EXTRA_CA_CERTS"),
      NO_COLOR: "1",
    },
  });
  const exit = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<void>();
  const listening = Promise.withResolvers<void>();
  const calls = createCalls();
  let watcher: ServerWatcher | undefined;
  let lastWords = "";

  child.on("message", (message) => {
    const answer = message as ServerAnswer;
    switch (answer.answer) {
      case "ready":
        return ready.resolve();
      case "listening":
        return listening.resolve();
      case "done":
      case "failed":
        return calls.settle(answer);
      case "observed":
        return watcher?.observed(answer.observations, answer.until);
    }
  });
  readLines(child.stdout, (text) => watcher?.log("out", text));
  readLines(child.stderr, (text) => {
    lastWords = `${lastWords}${text}\n`.slice(-maxLastWords);
    watcher?.log("err", text);
  });
  // A call that meets a dying process; its end is told by "close".
  child.on("error", (error) => {
    lastWords = `${lastWords}${error.message}\n`.slice(-maxLastWords);
  });
  // "close" comes after the last line of both streams, "exit" may come before it.
  child.on("close", (code, signal) => {
    const gone = new LabError(
      "unavailable",
      `The server process ended (${signal ?? `exit code ${code}`}). ${lastWords}`.trim(),
    );
    exit.resolve();
    ready.reject(gone);
    listening.reject(gone);
    calls.failAll(gone);
    watcher?.exited({ code, signal, lastWords: lastWords.trim() });
  });
  for (const { promise } of [ready, listening]) promise.catch(() => {}); // told by whoever awaits them

  const send = (call: ServerCall, socket?: Socket) => {
    if (child.connected) child.send(call, socket, {}, () => {});
    else socket?.destroy();
  };
  const alive = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    alive,
    ready: ready.promise,
    start(work, newWatcher) {
      watcher = newWatcher;
      send({ call: "start", ...work });
    },
    listen() {
      send({ call: "listen" });
      return listening.promise;
    },
    setLink: (link, withinMs) => calls.make((id) => send({ call: "link", id, link, withinMs })),
    setCable: (cable) => calls.make((id) => send({ call: "cable", id, cable })),
    upgrade(head, socket) {
      send({ call: "upgrade", head }, socket);
      // Node sends what follows a socket only after it has closed that socket here. Until then it reads, and drops, what comes.
      send({ call: "released" });
    },
    mark: () => send({ call: "mark" }),
    kill() {
      if (alive()) child.kill("SIGKILL");
      return exit.promise;
    },
  };
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
      else call?.reject(new LabError("conflict", answer.message));
    },
    failAll(error: LabError) {
      for (const call of open.values()) call.reject(error);
      open.clear();
    },
  };
}

function readLines(stream: ChildProcess["stdout"], onLine: (text: string) => void): void {
  if (stream) createInterface({ input: stream }).on("line", (line) => onLine(line.slice(0, maxLineLength)));
}

function pick(...names: string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
