// Takes away from a server process what a learner's code must not reach. It is a seat belt, as SECURITY.md says: code that is
// made to break out of its own process is not held by this.
import type { EventEmitter } from "node:events";
import net from "node:net";
import process from "node:process";

export interface SealOptions {
  /** Called before own code ends its process by `process.exit`. */
  exiting: (code: number, error: Error) => void;
}

/**
 * Gives all other code a `process` without the channel to the gateway, without signals to other processes and without
 * Node's internals; no connections but those handed over by the gateway; and, where Node can (since 26), no network at all.
 * Call it once, before own code is loaded. Modules that import "node:process" keep the real one.
 */
export function seal({ exiting }: SealOptions): void {
  process.permission.drop?.("net");
  const refuse = (what: string) => () => {
    const message = `A lab's code cannot ${what}. It has its clients, and the connection to its Redis.`;
    throw Object.assign(new Error(message), { code: "ERR_ACCESS_DENIED" });
  };
  net.Socket.prototype.connect = refuse("open connections");
  net.Server.prototype.listen = refuse("listen");
  for (const name of ["fetch", "WebSocket", "EventSource"]) Reflect.deleteProperty(globalThis, name);
  Object.defineProperty(globalThis, "process", { value: sealedProcess(exiting), enumerable: false });
}

const kept = [
  "arch",
  "emitWarning",
  "hrtime",
  "memoryUsage",
  "nextTick",
  "pid",
  "platform",
  "release",
  "uptime",
  "version",
  "versions",
] as const;

const events = /^(SIG\w+|exit|beforeExit|uncaughtException|unhandledRejection|warning)$/;

function sealedProcess(exiting: SealOptions["exiting"]): object {
  const emitter: EventEmitter = process;
  const listen = (method: "on" | "once" | "off") => (event: string, listener: () => void) => {
    if (events.test(event)) emitter[method](event, listener);
    return sealed;
  };
  const write = (stream: "stdout" | "stderr") => (text: unknown) => process[stream].write(String(text));
  const sealed: Record<string, unknown> = {
    ...Object.fromEntries(kept.map((name) => [name, process[name]])),
    argv: [],
    env: {},
    exit(code: unknown = 0) {
      const number = Number(code) || 0;
      exiting(number, new Error("process.exit"));
      process.exit(number);
    },
    on: listen("on"),
    once: listen("once"),
    off: listen("off"),
    stdout: { isTTY: false, write: write("stdout") },
    stderr: { isTTY: false, write: write("stderr") },
  };
  return Object.freeze(sealed);
}
