// The examples besides two-servers, as a reader runs them: in each, what a client on A says reaches a client on B.
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import net, { type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Interface } from "node:readline";
import { io, type Socket } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { locateRedis } from "../../servers/redis/locate.ts";
import { isMissing, startHaproxy, startNginx } from "../deploy/proxy.ts";
import { redisKinds } from "../world.ts";
import { folderOf, lineWith, openRedis, runNode } from "./run-example.ts";

const noRedis = redisKinds.some(({ kind, missing }) => kind === "local" && missing);

async function linesOf(out: Interface): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of out) lines.push(line);
  return lines;
}

/** A server of an example, and a client of it. */
async function openServer(example: string, file: string, env: NodeJS.ProcessEnv) {
  const running = runNode(example, [file], { PORT: "0", ...env });
  const port = /\d+$/.exec(await lineWith(running.out, "Listening"))?.[0];
  return { ...running, url: `http://127.0.0.1:${port}` };
}

async function openClient(url: string): Promise<Socket> {
  const socket = io(url, { forceNew: true });
  onTestFinished(() => void socket.close());
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  return socket;
}

test.skipIf(noRedis)("recovery: β comes back on A, recovered, and hears what it missed", async () => {
  const { out, ended } = runNode("recovery", ["start.js"], { REDIS_URL: await openRedis("local") });
  const lines = await linesOf(out);
  expect(await ended).toBe(0);
  expect(lines).toContain("  β heard: meanwhile");
  expect(lines.at(-1)).toBe("β is on A, recovered");
});

test.skipIf(noRedis)(
  "recovery: a client that leaves while Redis is away doesn't end the server",
  async () => {
    const redis = await locateRedis({ kind: "local" });
    onTestFinished(() => redis.close());
    // node-redis gives up a hundred times as fast.
    const hurry = "const{timeout}=AbortSignal;AbortSignal.timeout=(ms)=>timeout.call(AbortSignal,ms/100)";
    const server = await openServer("recovery", "server.js", {
      REDIS_URL: redis.url,
      NODE_OPTIONS: `--import=data:text/javascript,${hurry}`,
    });
    const beta = await openClient(server.url);
    await redis.close();
    beta.io.engine.close();
    await lineWith(server.err, "Lost with Redis: ");
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  },
);

test("ioredis: what α says on A is heard by β on B", async () => {
  const { out, ended } = runNode("ioredis", ["start.js"], { REDIS_URL: await openRedis("embedded") });
  const lines = await linesOf(out);
  expect(await ended).toBe(0);
  expect(lines).toEqual(["α, on A, says: hi", "β, on B, heard: hi"]);
});

test("offset-sync: β gets what it missed, and each message once", async () => {
  const { out, ended } = runNode("offset-sync", ["start.js"], { REDIS_URL: await openRedis("embedded") });
  const lines = await linesOf(out);
  expect(await ended).toBe(0);
  expect(lines.at(-1)).toBe("β heard: one, two, three");
});

// Two servers on two Redises don't hear each other, as in an outage.
test("offset-sync: a client that sees a gap asks for what's missing, and hears all of it in order", async () => {
  const folder = mkdtempSync(join(tmpdir(), "offset-sync-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const open = async () =>
    openServer("offset-sync", "server.js", {
      DATABASE: join(folder, "messages.db"),
      REDIS_URL: await openRedis("embedded"),
    });
  const [a, b] = [await open(), await open()];
  const { connect } = (await import(`${folderOf("offset-sync")}client.js`)) as {
    connect: (
      url: string,
      hear: (text: string) => void,
    ) => { socket: Socket; say: (text: string) => Promise<unknown> };
  };
  const heard: string[] = [];
  const alpha = connect(a.url, () => undefined);
  const beta = connect(b.url, (text) => heard.push(text));
  onTestFinished(() => void [alpha, beta].map(({ socket }) => socket.close()));
  await new Promise<void>((resolve) => beta.socket.once("connect", resolve));
  await alpha.say("one");
  for (const id of ["same id", "same id"]) await beta.socket.emitWithAck("message", id, "two");
  await beta.say("three");
  await expect.poll(() => heard).toEqual(["one", "two", "three"]);
});

test.skipIf(noRedis)(
  "auth: a stranger is refused, Ben is reached and logged out on both servers",
  async () => {
    const { out, ended } = runNode("auth", ["start.js"], { REDIS_URL: await openRedis("local") });
    const lines = await linesOf(out);
    expect(await ended).toBe(0);
    expect(lines).toEqual([
      "A stranger: unauthorized",
      "Ben heard, on A and on B: Ada: hi, Ada: hi",
      "Ben logs out on A: io server disconnect, io server disconnect",
      "Ben again, on B: unauthorized",
    ]);
  },
);

test("presence: both servers say the same number, and the one that is left raises an alarm", async () => {
  const { out, err } = runNode("presence", ["start.js"], { REDIS_URL: await openRedis("embedded") });
  expect(await lineWith(out, "A says")).toBe("A says: 3 are online");
  expect(await lineWith(err, "ALARM: 1")).toBe("ALARM: 1 of 2 servers are joined");
});

/** The address of a Redis whose connections can fall silent. */
async function openSilenceable(redisUrl: string) {
  let isSilent = false;
  const proxy = net.createServer((near) => {
    const far = net.connect(Number(new URL(redisUrl).port), "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on("data", (chunk) => void (isSilent || to.write(chunk)));
      from.on("error", () => {});
      from.on("close", () => to.destroy());
    }
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => void proxy.close());
  const { port } = proxy.address() as AddressInfo;
  const fallSilent = () => {
    isSilent = true;
  };
  return { url: Object.assign(new URL(redisUrl), { port }).href, fallSilent };
}

test("presence: a server whose connection to Redis falls silent raises an alarm itself", async () => {
  const redis = await openSilenceable(await openRedis("embedded"));
  const { err } = await openServer("presence", "server.js", { REDIS_URL: redis.url, SERVERS: "1" });
  redis.fallSilent();
  expect(await lineWith(err, "ALARM")).toBe("ALARM: 0 of 1 servers are joined");
});

test("sample: fixed, what α says on A is heard on B; as printed and with RESP2, the server ends", async () => {
  const REDIS_URL = await openRedis("embedded");
  const [a, b] = await Promise.all([1, 2].map(() => openServer("sample", "fixed.js", { REDIS_URL })));
  if (!a || !b) throw new Error("two servers were started");
  const [alpha, beta] = await Promise.all([openClient(a.url), openClient(b.url)]);
  const heard = new Promise((resolve) => beta.once("message", resolve));
  alpha.emit("message", "hi");
  expect(await heard).toBe("hi");

  const printed = await openServer("sample", "server.js", { REDIS_URL, RESP: "2" });
  (await openClient(printed.url)).emit("message", "hi");
  expect(await lineWith(printed.err, "ERR Can't execute 'publish'")).toContain("Error");
  expect(await printed.ended).toBe(1);
});

test.skipIf(isMissing("nginx"))("compose: behind nginx α is on A, β on B, and β hears α", async () => {
  const REDIS_URL = await openRedis("embedded");
  const servers = await Promise.all(
    ["A", "B"].map((NAME) => openServer("compose", "server.js", { REDIS_URL, NAME })),
  );
  const conf = readFileSync(`${folderOf("compose")}nginx.conf`, "utf8");
  const proxy = await startNginx(
    conf,
    servers.map(({ url }) => url),
  );
  onTestFinished(proxy.close);
  const { out, ended } = runNode("compose", ["client.js", proxy.url], {});
  const lines = await linesOf(out);
  expect(await ended).toBe(0);
  expect(lines[0]).toMatch(/^α is on (A, β is on B|B, β is on A)$/);
  expect(lines[1]).toBe("β heard: hi");
});

test.skipIf(isMissing("haproxy"))("compose: behind HAProxy's cookie long-polling gets in", async () => {
  const REDIS_URL = await openRedis("embedded");
  const servers = await Promise.all(
    ["A", "B"].map((NAME) => openServer("compose", "server.js", { REDIS_URL, NAME })),
  );
  const conf = readFileSync(`${folderOf("compose")}haproxy.cfg`, "utf8");
  const proxy = await startHaproxy(
    conf,
    servers.map(({ url }) => url),
  );
  onTestFinished(proxy.close);
  const on = await Promise.all(
    [1, 2].map(() => {
      const socket = io(proxy.url, { forceNew: true, transports: ["polling"], withCredentials: true });
      onTestFinished(() => void socket.close());
      return new Promise((resolve) => socket.once("server", resolve));
    }),
  );
  expect(on.toSorted()).toEqual(["A", "B"]);
});

test.each([
  ["two-servers", "start.js"],
  ["auth", "start.js"],
  ["auth", "server.js"],
  ["presence", "start.js"],
  ["ioredis", "start.js"],
  ["offset-sync", "start.js"],
  ["recovery", "start.js"],
  ["sample", "fixed.js"],
])("%s, %s: without a Redis it says what to start", async (example, file) => {
  const { err } = runNode(example, [file], {
    PORT: "0",
    DATABASE: ":memory:",
    REDIS_URL: "redis://127.0.0.1:1",
  });
  expect(await lineWith(err, "Redis")).toBe("Start Redis (redis-server), or set REDIS_URL to yours.");
});

const examples = readdirSync(folderOf(""));

test.each(examples)("%s installs the versions that the lab runs", (example) => {
  const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));
  const [theirs, ours] = [read(`${folderOf(example)}package.json`), read("package.json")];
  const known: Record<string, string> = { ...ours.dependencies, ...ours.devDependencies };
  const wanted: Record<string, string> = { ...theirs.dependencies, ...theirs.devDependencies };
  expect(Object.entries(wanted).map(([name]) => [name, known[name]])).toEqual(Object.entries(wanted));
});
