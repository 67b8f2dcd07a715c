import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createBroker } from "../../../servers/redis/broker/broker.ts";
import { skipReal } from "./kinds.ts";
import {
  changesOf,
  connected,
  failureOf,
  folderWith,
  isAlive,
  locate,
  openSilence,
  withoutPassword,
} from "./located.ts";

describe("without REDIS_URL and without a redis-server", () => {
  test("is its own broker", async () => {
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

  test("says what to install if it must be a local one", async () => {
    expect(await failureOf({ kind: "local", searchPath: "" })).toBe(
      "expected redis-server or valkey-server on the PATH; found neither; install one, or set REDIS_URL",
    );
  });

  test("continues with the broker, and says so, if redis-server doesn't start", async () => {
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

test("continues with the broker if redis-server hangs, and ends everything it had started", async () => {
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
  "our own Redis ($kind) accepts nobody without its password, and no command line shows it",
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
  ])("refuses %j and says what it must be, without a password", async (url, part) => {
    const message = await failureOf({ url });
    expect(message).toContain("expected REDIS_URL to be redis://");
    expect(message).toContain(part);
    expect(message).not.toContain("secret");
  });

  test("refuses a missing Redis", async () => {
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

  test("refuses a server that accepts a connection and never responds", async () => {
    const message = await failureOf({ url: await openSilence(), answerMs: 100 });
    expect(message).toContain("to answer PING within 100 ms; got no answer within 100 ms");
  });

  test("refuses a server that responds with something else", async () => {
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

  test("reports when the Redis goes and when it's back", async () => {
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

  test("reports nothing any more after it's closed", async () => {
    const broker = await createBroker();
    const redis = await locate({ url: broker.url });
    const other = await locate({ url: broker.url });
    const changes = changesOf(redis);
    await redis.close();
    await broker.close();
    // The other one is the fence: it's notified of the same end.
    await expect.poll(() => other.up).toBe(false);
    expect(changes).toEqual([]);
  });
});
