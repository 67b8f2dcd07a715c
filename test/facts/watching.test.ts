// What one can watch: how many servers are joined, how many clients one has, what the adapter logs, and who gets into the Admin UI.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { instrument, RedisStore } from "@socket.io/admin-ui";
import { Redis as Ioredis } from "ioredis";
import { io as connect } from "socket.io-client";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { locateRedis, type Redis } from "../../servers/redis/locate.ts";
import { newKey, noRedis, openBare, openPair } from "./servers.ts";

const fact = test.skipIf(noRedis);
let redis: Redis;
beforeAll(async () => {
  if (noRedis) return;
  redis = await locateRedis({ kind: "local" });
});
afterAll(() => redis?.close());

fact("serverCount() is 2 for two servers, and 1 for the one that is left", async () => {
  const { a, b } = await openPair("classic", { url: redis.url, key: newKey() });
  const count = () => a.io.of("/").adapter.serverCount();
  expect(await count()).toBe(2);
  await b.io.close();
  await expect.poll(count).toBe(1);
});

fact("clientsCount counts the connections of this server only", async () => {
  const { a, b } = await openPair("classic", { url: redis.url, key: newKey() });
  await b.client();
  expect([a.io.engine.clientsCount, b.io.engine.clientsCount]).toEqual([1, 2]);
});

fact("DEBUG=socket.io-redis prints what the adapter ignores", async () => {
  const code = `
    import { createAdapter } from "@socket.io/redis-adapter";
    import { createClient } from "redis";
    import { Server } from "socket.io";
    const client = () => createClient({ url: "${redis.url}" }).on("error", () => {}).connect();
    const io = new Server({ adapter: createAdapter(await client(), await client(), { key: "${newKey()}" }) });
    while ((await io.of("/").adapter.serverCount()) < 1);
    io.emit("hi");`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
    env: { ...process.env, DEBUG: "socket.io-redis" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  await expect.poll(() => said).toContain("ignore same uid");
  child.kill("SIGKILL");
  expect(await once(child, "exit")).toBeDefined();
});

/** Resolves to the id of the admin's session, or to why it isn't let in. */
function logIn(url: string, auth: object): Promise<string> {
  const socket = connect(`${url}/admin`, { transports: ["websocket"], forceNew: true, auth });
  onTestFinished(() => void socket.disconnect());
  return new Promise((resolve) => {
    socket.once("session", resolve);
    socket.once("connect_error", ({ message }) => resolve(message));
    // A known session gets no new id.
    socket.once("connect", () => "sessionId" in auth && resolve("in"));
  });
}

fact("a session of the Admin UI holds on the other server only with a RedisStore", async () => {
  // "changeit", with few rounds.
  const password = "$2a$04$gbcMPmJj/LKLl6EWW9kTl.sTurlnYn0Q.HdM3AXPc.QIAow.40mPy";
  const auth = { type: "basic" as const, username: "admin", password };
  const client = new Ioredis(redis.url);
  onTestFinished(() => client.disconnect());
  const open = async (options: object) => {
    const { io, url } = await openBare("none", { url: "", key: newKey() });
    instrument(io, { auth, mode: "production", ...options });
    return url;
  };
  const onBoth = async (options: () => object) => {
    const [a, b] = [await open(options()), await open(options())];
    const sessionId = await logIn(a, { username: "admin", password: "changeit" });
    return Promise.all([logIn(a, { sessionId }), logIn(b, { sessionId })]);
  };
  expect(await onBoth(() => ({}))).toEqual(["in", "invalid credentials"]);
  expect(await onBoth(() => ({ store: new RedisStore(client) }))).toEqual(["in", "in"]);
});

fact(
  "a RedisStore of the Admin UI with a client of node-redis 6 ends the server at the first login",
  async () => {
    const code = `
    import { RedisStore } from "@socket.io/admin-ui";
    import { createClient } from "redis";
    new RedisStore(await createClient({ url: "${redis.url}" }).connect()).saveSession("1");
    setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    let said = "";
    child.stderr.on("data", (text) => (said += text));
    expect((await once(child, "close"))[0]).toBe(1);
    expect(said).toContain('must be of type "string | Buffer", got boolean instead');
  },
);
