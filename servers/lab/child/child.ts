// A child process from start to end: what it printed last, why it was ended, and when it is gone.
import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { killAtExit } from "../../at-exit.ts";
import type { ErrorBoundary } from "../../error-boundary.ts";
import { withoutDebugger } from "../../node-flags.ts";
import { compileCache, confinement } from "../confinement.ts";
import { LabError } from "../errors.ts";
import { packedLibraries } from "../libraries/packed.ts";
import { readLines } from "./output-lines.ts";

export interface Child {
  process: ChildProcess;
  /** False once it has ended, or if the system could not start it. */
  alive: () => boolean;
  /** Resolves once it is gone, for any reason. */
  exit: Promise<void>;
  /** Ends it with SIGKILL, and resolves once it is gone. Can be called twice; the first reason counts. */
  kill: (reason?: string) => Promise<void>;
  /** Asks it to end with SIGTERM, kills it if it hasn't ended within 5 s, and resolves once it is gone. */
  stop: () => Promise<void>;
}

export interface ServerProgram {
  program: URL;
  /** The file of the user's own that it runs, unconfined. */
  app?: string | undefined;
}

export interface ChildWatcher {
  line: (stream: "out" | "err", text: string) => void;
  /** Called once. `lastOutput` is the reason given to `kill`, or the end of what it wrote to stderr. */
  ended: (how: { code: number | null; signal: string | null; lastOutput: string }) => void;
}

const maxLastOutput = 2000;
/** A process exits by itself when its channel closes. One that hasn't after this time is killed. */
const endWithinMs = 1000;
const stopWithinMs = 5000;

/** Starts `program` as a server process. Throws a LabError if the system refuses at once; a later failure ends the child. */
export function startChild(
  { program, app }: ServerProgram,
  boundary: ErrorBoundary,
  watcher: ChildWatcher,
): Child {
  const child = app ? forkApp(program, app) : forkServer(program);
  const gone = Promise.withResolvers<void>();
  let isGone = false;
  let endedFor: string | undefined;
  let lastOutput = "";

  const alive = () => Boolean(child.pid) && child.exitCode === null && child.signalCode === null;
  function kill(reason?: string): Promise<void> {
    endedFor ??= reason;
    if (alive()) child.kill("SIGKILL");
    return gone.promise;
  }
  async function stop(): Promise<void> {
    if (alive()) child.kill("SIGTERM");
    const late = setTimeout(kill, stopWithinMs, "It was killed because it had not ended 5 s after SIGTERM.");
    await gone.promise;
    clearTimeout(late);
  }
  function addWords(text: string): void {
    lastOutput = `${lastOutput}${text}\n`.slice(-maxLastOutput);
  }
  const end = boundary.guard("end of a server", (code: number | null, signal: string | null) => {
    if (isGone) return;
    isGone = true;
    gone.resolve();
    watcher.ended({ code, signal, lastOutput: endedFor ?? lastOutput.trim() });
  });

  killAtExit(child);
  for (const stream of ["out", "err"] as const) {
    const onLine = boundary.guard("output of a server", (text: string) => {
      if (stream === "err") addWords(text);
      watcher.line(stream, text);
    });
    const readable = child[`std${stream}`];
    if (readable) readLines(readable, onLine);
  }
  // Either a message could not be sent to a dying process, and "close" follows; or none was started, and it doesn't.
  child.on("error", (error) => {
    addWords(error.message);
    if (!child.pid) end(null, "no process");
  });
  child.on("disconnect", () => {
    setTimeout(kill, endWithinMs, "It was ended because it closed its channel to Crosstalk.").unref();
  });
  // "close" comes after the last line of both streams; "exit" can come before it.
  child.on("close", end);
  return { process: child, alive, exit: gone.promise, kill, stop };
}

/** An app is its user's own: it runs where and as they would run it. */
function forkApp(program: URL, app: string): ChildProcess {
  return fork(program, {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    execArgv: ["--disable-warning=ExperimentalWarning", ...withoutDebugger],
    env: { ...process.env, CROSSTALK_APP: app },
    cwd: packageFolder(dirname(app)),
  });
}

/** Returns the nearest folder above with a package.json, or the folder itself. */
function packageFolder(folder: string): string {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    if (existsSync(join(at, "package.json"))) return at;
  }
  return folder;
}

function forkServer(program: URL): ChildProcess {
  const packed = packedLibraries();
  try {
    return fork(program, {
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      execArgv: [...confinement, ...(packed ? ["--import", packed] : [])],
      // All that a server needs from the gateway's environment: where programs are, and which certificates TLS trusts.
      env: {
        NODE_COMPILE_CACHE: compileCache,
        ...pick("PATH", "SystemRoot", "NODE_EXTRA_CA_CERTS"),
        NO_COLOR: "1",
      },
    });
  } catch (error) {
    throw new LabError(
      "unavailable",
      `No server process could be started (${error instanceof Error ? error.message : String(error)}). Close some labs, or look at the memory of this machine.`,
    );
  }
}

function pick(...names: string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
