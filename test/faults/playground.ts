// The playground as `npm start` runs it, with its processes and descriptors in view.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import type { RedisState } from "../../servers/protocol.ts";
import { freePort } from "../../servers/redis/free-port.ts";

export interface Playground {
  readonly url: string;
  /** The gateway's process. */
  readonly pid: number;
  /** The processes below the gateway, as they are now. */
  processes: () => Process[];
  /** Descriptors that a process has open; undefined where the system does not tell. */
  descriptors: (pid: number) => number | undefined;
  /** SIGKILL; resolves when it is gone. */
  kill: () => Promise<void>;
  /** Starts it again, on its port. */
  start: () => Promise<void>;
  /** Ends it in order. */
  close: () => Promise<void>;
}

export interface Process {
  pid: number;
  parent: number;
  command: string;
}

/** `embedded` hides every redis-server from it. Rejects when it ends before it can be used. */
export async function openPlayground(kind: Exclude<RedisState["kind"], "external">): Promise<Playground> {
  const port = await freePort();
  const { REDIS_URL: _, ...inherited } = process.env;
  const env = kind === "embedded" ? { ...inherited, PATH: dirname(process.execPath) } : inherited;
  let gateway: ChildProcess;
  let url = "";

  async function start(): Promise<void> {
    gateway = spawn(
      process.execPath,
      ["servers/gateway/main.ts", "--port", String(port), "--capacity", "20"],
      {
        stdio: ["ignore", "pipe", "ignore"],
        env,
      },
    );
    if (!gateway.stdout) throw new Error("its output cannot be read");
    for await (const line of createInterface({ input: gateway.stdout })) {
      url = /http:\/\/\S+/.exec(line)?.[0] ?? "";
      if (url && line.includes(kind)) return;
    }
    throw new Error(`the playground ended before it could be used, with a ${kind} Redis`);
  }
  const end = async (signal: NodeJS.Signals) => {
    if (gateway.exitCode !== null || gateway.signalCode !== null) return;
    gateway.kill(signal);
    await once(gateway, "exit");
  };
  await start();

  return {
    get url() {
      return url;
    },
    get pid() {
      return gateway.pid ?? 0;
    },
    processes: () => below(gateway.pid ?? 0),
    descriptors(pid) {
      if (process.platform !== "linux") return undefined;
      return readdirSync(`/proc/${pid}/fd`).length;
    },
    kill: () => end("SIGKILL"),
    start,
    close: () => end("SIGTERM"),
  };
}

/** Whether there is a process of this id that runs; one that only waits to be buried does not. */
export function isAlive(pid: number): boolean {
  return everyProcess().some((one) => one.pid === pid);
}

function below(ancestor: number): Process[] {
  const all = everyProcess();
  const found = new Set([ancestor]);
  // A child may stand before its parent in the list.
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
  }
  return all.filter(({ pid }) => pid !== ancestor && found.has(pid));
}

function everyProcess(): Process[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" }).split("\n");
  return lines.flatMap((line) => {
    const [, pid, parent, state = "", command = ""] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return pid && !state.startsWith("Z") ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
  });
}
