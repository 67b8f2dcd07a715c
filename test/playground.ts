// Opens the playground for tests, long runs and the bench: inside this process, or as `npm start` runs it.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { joinPath } from "../servers/base-path.ts";
import { createGateway, type Gateway, type GatewayOptions } from "../servers/gateway/gateway.ts";
import type { RedisState } from "../servers/protocol.ts";
import { locateRedis, type Redis } from "../servers/redis/locate.ts";
import { descriptorsOf, type Process, processesBelow } from "./processes.ts";

export interface Playground {
  readonly url: string;
  readonly gateway: Gateway;
  readonly redis: Redis;
  /** Closes the gateway, and Redis unless it was given. */
  close: () => Promise<void>;
}

export interface OpenOptions extends Partial<Omit<GatewayOptions, "redis">> {
  /** Stays open when the playground closes. */
  redis?: Redis;
  /** The Redis to open if none is given. Default: `embedded`. */
  kind?: RedisState["kind"];
}

/** A gateway inside this process, without a site unless one is given. Rejects if this machine doesn't have `kind`. */
export async function openPlayground({
  kind = "embedded",
  ...options
}: OpenOptions = {}): Promise<Playground> {
  const redis = options.redis ?? (await locateRedis({ kind }));
  const closeRedis = async () => {
    if (!options.redis) await redis.close();
  };
  const gateway = await createGateway({
    host: "127.0.0.1",
    port: 0,
    capacity: 10,
    poolSize: 2,
    site: (_req, res) => void res.writeHead(404).end(),
    ...options,
    redis,
  }).catch(async (error: unknown) => {
    await closeRedis();
    throw error;
  });
  return {
    url: joinPath(`http://127.0.0.1:${gateway.port}`, (options.base ?? "/").slice(0, -1)),
    gateway,
    redis,
    async close() {
      await gateway.close();
      await closeRedis();
    },
  };
}

export interface StartedPlayground {
  readonly url: string;
  /** The gateway's process. */
  readonly pid: number;
  /** What it has printed since it started. */
  readonly lines: readonly string[];
  /** The same, on stderr. */
  readonly errors: readonly string[];
  /** The current processes below the gateway. */
  processes: () => Process[];
  /** How many descriptors a process has open; undefined if the system doesn't say. */
  descriptors: (pid: number) => number | undefined;
  /** Ends it with SIGKILL; resolves when it's gone. */
  kill: () => Promise<void>;
  /** Restarts it, on its port. */
  start: () => Promise<void>;
  /** Ends it cleanly. */
  close: () => Promise<void>;
}

export interface StartOptions {
  /** Flags of `npm start`. */
  args?: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** `embedded` hides every redis-server from it, `local` requires one. Default: whatever it finds. */
  kind?: Exclude<RedisState["kind"], "external">;
  /** The line that says it's ready; its address was printed by then. */
  until?: RegExp;
}

/** The playground as `npm start` runs it. Rejects with its output if it ends before it's ready. */
export async function startPlayground(options: StartOptions = {}): Promise<StartedPlayground> {
  const { kind, until = kind ? new RegExp(`Redis: ${kind}`) : /http:/ } = options;
  const environment = { ...environmentFor(kind), ...options.env };
  let gateway: ChildProcess;
  let lines: string[] = [];
  let errors: string[] = [];
  let url = "";

  async function start(): Promise<void> {
    const port = url ? new URL(url).port : "0";
    const run = spawnGateway(["--port", port, ...(options.args ?? [])], environment);
    gateway = run.child;
    lines = run.lines;
    errors = run.errors;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    run.onLine((line) => {
      url = /http:\/\/\S+/.exec(lines.join("\n"))?.[0] ?? "";
      if (url && until.test(line)) resolve();
    });
    void run.ended.then(({ stderr }) =>
      reject(new Error(`the playground ended before it could be used:\n${lines.join("\n")}\n${stderr}`)),
    );
    return promise;
  }
  const end = async (signal: NodeJS.Signals) => {
    if (gateway.exitCode !== null || gateway.signalCode !== null) return;
    const exit = once(gateway, "exit");
    gateway.kill(signal);
    await exit;
  };
  await start();

  return {
    get url() {
      return url;
    },
    get pid() {
      return gateway.pid ?? 0;
    },
    get lines() {
      return lines;
    },
    get errors() {
      return errors;
    },
    processes: () => processesBelow(gateway.pid ?? 0),
    descriptors: descriptorsOf,
    kill: () => end("SIGKILL"),
    start,
    close: () => end("SIGTERM"),
  };
}

/** Runs `npm start` with these flags until it ends by itself. */
export async function runGateway(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { ended } = spawnGateway(args, { ...environmentFor(), ...env });
  return ended;
}

interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The gateway's process, which ends with this one. */
function spawnGateway(args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ["servers/gateway/main.ts", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env,
  });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  const lines: string[] = [];
  const errors: string[] = [];
  const printed = createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  createInterface({ input: child.stderr }).on("line", (line) => errors.push(line));
  const ended = once(child, "close").then(([code]): Ended => {
    process.off("exit", kill);
    return { code: code as number | null, stdout: lines.join("\n"), stderr: errors.join("\n") };
  });
  return {
    child,
    lines,
    errors,
    ended,
    onLine: (hear: (line: string) => void) => void printed.on("line", hear),
  };
}

/** The test decides which Redis the gateway finds, not this shell's environment. */
function environmentFor(kind?: StartOptions["kind"]): NodeJS.ProcessEnv {
  const { REDIS_URL: _, ...inherited } = process.env;
  return kind === "embedded" ? { ...inherited, PATH: dirname(process.execPath) } : inherited;
}
