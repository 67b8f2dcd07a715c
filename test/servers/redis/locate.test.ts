import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "redis";
import { describe, expect, onTestFinished, test } from "vitest";
import { createBroker } from "../../../servers/redis/broker/broker.ts";
import { type LocateOptions, locateRedis, type Redis, RedisNotFound } from "../../../servers/redis/locate.ts";
import { realNote, skipReal } from "./kinds.ts";

async function locate(options: LocateOptions): Promise<Redis> {
  const redis = await locateRedis({ warn: () => {}, ...options });
  onTestFinished(() => redis.close());
  return redis;
}

/** Each value of `up`, from now on. */
function changesOf(redis: Redis): boolean[] {
  const changes: boolean[] = [];
  redis.onChange((up) => changes.push(up));
  return changes;
}

async function failureOf(options: LocateOptions): Promise<string> {
  const failure = await locateRedis(options).then(
    () => null,
    (error) => error,
  );
  expect(failure).toBeInstanceOf(RedisNotFound);
  return failure.message;
}

async function connected(url: string) {
  const client = createClient({ url, socket: { reconnectStrategy: false } });
  client.on("error", () => {});
  await client.connect();
  onTestFinished(() => client.destroy());
  return client;
}

function withoutPassword(url: string): string {
  return Object.assign(new URL(url), { username: "", password: "" }).href;
}

async function pidOf(url: string): Promise<number> {
  const info = await (await connected(url)).info("server");
  return Number(/process_id:(\d+)/.exec(info)?.[1]);
}

/** False for a zombie too: in a container there may be nobody who takes an orphan's exit code. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return /^[^Z\s]/.test(stdout);
}

/** A TCP server that takes connections and says nothing. */
async function openSilence(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return `redis://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

/** A folder whose redis-server is this shell script. */
async function folderWith(script: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "crosstalk-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "redis-server"), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "redis-server"), 0o755);
  return folder;
}

describe("without REDIS_URL and without a redis-server", () => {
  test("is a broker of its own", async () => {
    const redis = await locate({ searchPath: "" });
    expect(redis).toMatchObject({ kind: "embedded", up: true, supports: { sharded: true, streams: false } });
    expect(await (await connected(redis.url)).publish("a", "b")).toBe(0);
  });

  test("ends the broker when it is closed, once or twice", async () => {
    const redis = await locate({ searchPath: "" });
    await redis.close();
    await redis.close();
    await expect(connected(redis.url)).rejects.toThrow();
  });

  test("says what to install when it must be a local one", async () => {
    expect(await failureOf({ kind: "local", searchPath: "" })).toBe(
      "expected redis-server or valkey-server on the PATH; found neither; install one, or set REDIS_URL",
    );
  });

  test("goes on with the broker, and says so, when redis-server does not start", async () => {
    const warnings: string[] = [];
    const searchPath = await folderWith("echo no luck; exit 3");
    const redis = await locate({ searchPath, warn: (message) => warnings.push(message) });
    expect(redis.kind).toBe("embedded");
    expect(warnings).toEqual([
      expect.stringMatching(/^expected .*redis-server to answer .*no luck.*embedded broker/s),
    ]);
    expect(await failureOf({ kind: "local", searchPath })).toContain("no luck");
  });
});

test("goes on with the broker when redis-server hangs, and ends all that it had started", async () => {
  const folder = await folderWith('echo $$ >> "$(dirname "$0")/pids"; exec sleep 600');
  const redis = await locate({ searchPath: folder, warn: () => {} });
  expect(redis.kind).toBe("embedded");
  const pids = (await readFile(join(folder, "pids"), "utf8")).trim().split("\n").map(Number);
  expect(pids).toHaveLength(2);
  await expect.poll(() => pids.filter(isAlive)).toEqual([]);
});

test.each([
  { kind: "embedded", skip: false },
  { kind: "local", skip: skipReal },
] as const)(
  "a Redis of our own ($kind) takes nobody without its password, and no command line shows it",
  async ({ kind, skip }) => {
    if (skip) return expect(skip).toBe(true);
    const redis = await locate({ kind });
    const { password } = new URL(redis.url);
    expect(password).toMatch(/^[\w-]{32}$/);
    for (const user of ["", ":wrong@", "default:wrong@"]) {
      const url = withoutPassword(redis.url).replace("//", `//${user}`);
      const why = await connected(url).then(
        () => "let in",
        ({ message }: Error) => message,
      );
      expect(why, user).toMatch(/NOAUTH|WRONGPASS/);
    }
    const { stdout } = spawnSync("ps", ["-eo", "args="], { encoding: "utf8" });
    expect(stdout).not.toContain(password);
  },
);

describe("with REDIS_URL", () => {
  test("uses that Redis and leaves it running", async () => {
    const broker = await createBroker();
    onTestFinished(() => broker.close());
    const redis = await locate({ url: broker.url });
    expect(redis).toMatchObject({ kind: "external", url: broker.url, up: true });
    await redis.close();
    expect(await (await connected(broker.url)).ping()).toBe("PONG");
  });

  test.each([
    ["http://user:secret@localhost:6379", "got http://***@localhost:6379;"],
    ["secret", "got something that is not a URL"],
    ["redis://", "got redis://;"],
  ])("refuses %j and says what it has to be, without a password", async (url, part) => {
    const message = await failureOf({ url });
    expect(message).toContain("expected REDIS_URL to be redis://");
    expect(message).toContain(part);
    expect(message).not.toContain("secret");
  });

  test("refuses a Redis that is not there", async () => {
    const { url, close } = await createBroker();
    await close();
    const message = await failureOf({ url: url.replace("//", "//me:secret@") });
    expect(message).toContain(`expected a Redis at ${url.replace("//", "//***@")}`);
    expect(message).toContain("got connect ECONNREFUSED");
    expect(message).toContain("unset REDIS_URL");
    expect(message).not.toContain("secret");
  });

  test("refuses a wrong password without printing it", async () => {
    const broker = await createBroker();
    onTestFinished(() => broker.close());
    const message = await failureOf({ url: broker.url.replace("//", "//nobody:secret@") });
    expect(message).toContain("got WRONGPASS");
    expect(message).not.toContain("secret");
  });

  test("refuses what takes a connection and never answers", async () => {
    const message = await failureOf({ url: await openSilence(), answerMs: 100 });
    expect(message).toContain("to answer PING within 100 ms; got no answer within 100 ms");
  });

  test("refuses what answers something else", async () => {
    const server = createServer((socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(
      0,
      "127.0.0.1",
    );
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    expect(await failureOf({ url: `redis://127.0.0.1:${port}` })).toContain("got ");
  });

  test("tells when the Redis goes and when it is back", async () => {
    const first = await createBroker();
    const redis = await locate({ url: first.url });
    const changes = changesOf(redis);
    await first.close();
    await expect.poll(() => redis.up).toBe(false);
    const second = await createBroker({ port: first.port });
    onTestFinished(() => second.close());
    await expect.poll(() => redis.up).toBe(true);
    expect(changes).toEqual([false, true]);
  });

  test("tells nothing any more after it is closed", async () => {
    const broker = await createBroker();
    const redis = await locate({ url: broker.url });
    const other = await locate({ url: broker.url });
    const changes = changesOf(redis);
    await redis.close();
    await broker.close();
    // The other one is the fence: it hears of the same end.
    await expect.poll(() => other.up).toBe(false);
    expect(changes).toEqual([]);
  });
});

describe.skipIf(skipReal)(`with a redis-server on the PATH${realNote}`, () => {
  test("starts it on the loopback, without persistence, and ends it when it is closed", async () => {
    const redis = await locate({});
    expect(redis).toMatchObject({ kind: "local", up: true, supports: { streams: true } });
    expect(redis.version).toMatch(/^\d+\.\d+/);
    const settings = await (await connected(redis.url)).configGet(["bind", "save", "appendonly"]);
    expect(settings).toEqual({ bind: "127.0.0.1", save: "", appendonly: "no" });
    const pid = await pidOf(redis.url);
    await redis.close();
    expect(isAlive(pid)).toBe(false);
  });

  test("bounds its memory: when it is full, keys are refused and messages still pass", async () => {
    const redis = await locate({ kind: "local" });
    const client = await connected(redis.url);
    expect(await client.configGet("maxmemory*")).toMatchObject({
      maxmemory: String(256 * 1024 * 1024),
      "maxmemory-policy": "noeviction",
    });
    await client.configSet("maxmemory", "1");
    await expect(client.set("greeting", "hi")).rejects.toThrow("OOM");
    await expect(client.xAdd("stream", "*", { greeting: "hi" })).rejects.toThrow("OOM");
    expect(await client.publish("channel", "hi")).toBe(0);
  });

  test("bounds what clients leave unread, which maxmemory does not", async () => {
    const redis = await locate({ kind: "local" });
    const client = await connected(redis.url);
    const [limits = ""] = Object.values(await client.configGet("client-output-buffer-limit"));
    expect(limits).toContain(`normal ${32 * 1024 ** 2} ${8 * 1024 ** 2} 5`);
    const isNew = Number.parseInt(redis.version, 10) >= 7;
    expect(await client.configGet("maxmemory-clients")).toEqual(
      isNew ? { "maxmemory-clients": String(128 * 1024 ** 2) } : {},
    );
  });

  test("starts it again on its port, with its password, when it dies", async () => {
    const redis = await locate({ kind: "local" });
    const changes = changesOf(redis);
    const pid = await pidOf(redis.url);
    process.kill(pid, "SIGKILL");
    await expect.poll(() => changes).toEqual([false, true]);
    expect(await pidOf(redis.url)).not.toBe(pid);
    await expect(connected(withoutPassword(redis.url))).rejects.toThrow("NOAUTH");
  });

  test("starts it again when the process that keeps it dies", async () => {
    const redis = await locate({ kind: "local" });
    const changes = changesOf(redis);
    const pid = await pidOf(redis.url);
    const keeper = Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }));
    process.kill(keeper, "SIGKILL");
    await expect.poll(() => changes).toEqual([false, true]);
    expect(isAlive(pid)).toBe(false);
  });

  test("tells when it hangs and when it answers again", async () => {
    const redis = await locate({ kind: "local" });
    const changes = changesOf(redis);
    const pid = await pidOf(redis.url);
    process.kill(pid, "SIGSTOP");
    onTestFinished(() => void (isAlive(pid) && process.kill(pid, "SIGCONT")));
    await expect.poll(() => changes).toEqual([false]);
    process.kill(pid, "SIGCONT");
    await expect.poll(() => changes).toEqual([false, true]);
  });

  test.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
    "leaves none behind when the process gets %s",
    async (signal) => {
      const file = new URL("../../../servers/redis/locate.ts", import.meta.url).href;
      const script = `const { locateRedis } = await import("${file}"); console.log((await locateRedis({ kind: "local" })).url);`;
      const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const [line] = await once(parent.stdout, "data");
      const pid = await pidOf(String(line).trim());
      expect(isAlive(pid)).toBe(true);
      parent.kill(signal);
      await expect.poll(() => isAlive(pid)).toBe(false);
    },
  );
});
