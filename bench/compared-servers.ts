// The processes that are compared: the playground, bare servers, and nginx in front of them.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPlayground as openPlayground, type StartOptions } from "../test/playground.ts";

export interface Running {
  url: string;
  pid: number;
  /** How long it took until it could be used, in ms. */
  startedIn: number;
  close: () => Promise<void>;
}

/** The instructor's key in measured workshops. */
export const instructorKey = "the-key-of-the-bench";

/** The whole playground, as `npm start` has it. */
export async function startPlayground(
  redisUrl: string,
  options: Pick<StartOptions, "args" | "until"> = {},
): Promise<Running> {
  const start = performance.now();
  const { url, pid, close } = await openPlayground({
    ...options,
    env: { REDIS_URL: redisUrl, CAPACITY: "100", INSTRUCTOR_KEY: instructorKey },
  });
  return { url, pid, startedIn: performance.now() - start, close };
}

/** A Socket.IO server with the Redis adapter and nothing else, or with the Admin UI's instrumentation. */
export async function startBareServer(
  redisUrl: string,
  { key = "bare", withAdminUi = false } = {},
): Promise<Running> {
  const start = performance.now();
  const child = fork(new URL("./bare-server.ts", import.meta.url), {
    env: { ...process.env, REDIS_URL: redisUrl, KEY: key, ...(withAdminUi && { ADMIN_UI: "1" }) },
  });
  const exit = exitOf(child);
  const port = await new Promise<unknown>((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", () => reject(new Error("the bare server ended before it could be used")));
  });
  const url = `http://127.0.0.1:${port}`;
  return { url, pid: child.pid ?? 0, startedIn: performance.now() - start, close: () => end(child, exit) };
}

/** nginx as a proxy, `/a/` for the first server and `/b/` for the second; null if nginx isn't installed. */
export async function startNginx(servers: readonly [Running, Running]): Promise<Running | null> {
  const start = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "crosstalk-bench-"));
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const location = (name: string, { url }: Running) => `location /${name}/ {
    proxy_pass ${url}/; proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";
  }`;
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log; events {}
    http { access_log off; client_body_temp_path ${folder}; proxy_temp_path ${folder}; fastcgi_temp_path ${folder};
      uwsgi_temp_path ${folder}; scgi_temp_path ${folder};
      server { listen 127.0.0.1:${port}; ${location("a", servers[0])} ${location("b", servers[1])} } }`,
  );
  const child = spawn("nginx", ["-c", join(folder, "nginx.conf")], { stdio: "ignore" });
  const exit = exitOf(child);
  const close = async () => {
    await end(child, exit);
    rmSync(folder, { recursive: true, force: true });
  };
  if (!(await answers(`http://127.0.0.1:${port}`, child))) {
    await close();
    return null;
  }
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    startedIn: performance.now() - start,
    close,
  };
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  const ended = new Promise<boolean>((resolve) => {
    child.once("error", () => resolve(false)); // not installed
    child.once("exit", () => resolve(false));
  });
  const answered = async () => {
    for (let tries = 0; tries < 200; tries += 1) {
      if (
        await fetch(url).then(
          () => true,
          () => false,
        )
      )
        return true;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return false;
  };
  return Promise.race([ended, answered()]);
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
}

async function end(child: ChildProcess, exit: Promise<void>): Promise<void> {
  child.kill();
  await exit;
}

/** The milliseconds of processor time these processes have used; NaN if the system doesn't say. */
export function processorTime(pids: readonly number[]): number {
  if (process.platform !== "linux") return Number.NaN;
  const nanoseconds = pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]),
    ),
  );
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
}

/** A process's open descriptors; NaN if the system doesn't say. */
export function descriptors(pid: number): number {
  return process.platform === "linux" ? readdirSync(`/proc/${pid}/fd`).length : Number.NaN;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
