// Users across servers: who is asked for a token and when, how a logout reaches every server, and what a Redis user of its own may do.
import { readFileSync } from "node:fs";
import { io as connect } from "socket.io-client";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { locateRedis, type Redis } from "../../servers/redis/locate.ts";
import { hearsEvent, newKey, noRedis, openPair, redis as openRedis } from "./servers.ts";

const fact = test.skipIf(noRedis);
let redis: Redis;
beforeAll(async () => {
  if (noRedis) return;
  redis = await locateRedis({ kind: "local" });
});
afterAll(() => redis?.close());

fact(
  "is asked once for each connection, by its own server; what is revoked later doesn't end it",
  async () => {
    const { a, b } = await openPair("classic", { url: redis.url, key: newKey() });
    const asked: string[] = [];
    const sessions = new Set(["t1"]);
    for (const [name, { io }] of Object.entries({ a, b })) {
      io.use(({ handshake }, next) => {
        asked.push(name);
        next(sessions.has(handshake.auth.token) ? undefined : new Error("unauthorized"));
      });
    }
    const ben = await b.client({ auth: { token: "t1" } });
    expect(asked).toEqual(["b"]);
    sessions.delete("t1");
    a.io.emit("after the revocation");
    await hearsEvent(ben, "after the revocation");
    expect([ben.socket.connected, asked]).toEqual([true, ["b"]]);

    const back = new Promise<Error>((resolve) => ben.socket.once("connect_error", resolve));
    ben.socket.disconnect().connect();
    expect((await back).message).toBe("unauthorized");
  },
);

fact("io.use guards the namespace / only; each other one has its own middlewares", async () => {
  const { a } = await openPair("classic", { url: redis.url, key: newKey() });
  a.io.use((_, next) => next(new Error("unauthorized")));
  const other = a.io.of("/admin");
  const isIn = new Promise((resolve) => other.once("connection", () => resolve(true)));
  const socket = connect(`${a.url}/admin`, { transports: ["websocket"], forceNew: true });
  onTestFinished(() => void socket.disconnect());
  expect(await isIn).toBe(true);
});

fact(
  "disconnectSockets reaches a user's connections on every server, and they don't come back by themselves",
  async () => {
    const { a, b, alpha, beta } = await openPair("classic", { url: redis.url, key: newKey() });
    const gamma = await b.client();
    for (const { socket, io } of [
      { ...alpha, io: a.io },
      { ...beta, io: b.io },
    ])
      io.sockets.sockets.get(socket.id ?? "")?.join("user:ben");
    const out = [alpha, beta].map(
      ({ socket }) => new Promise((resolve) => socket.once("disconnect", resolve)),
    );
    b.io.in("user:ben").disconnectSockets(true);
    expect(await Promise.all(out)).toEqual(["io server disconnect", "io server disconnect"]);
    a.io.emit("to the others");
    await hearsEvent(gamma, "to the others");
    expect([alpha.socket.active, beta.socket.active, gamma.socket.connected]).toEqual([false, false, true]);
  },
);

fact(
  "a Redis user with the channels of one key joins servers of that key, and can't publish to another",
  async () => {
    const admin = await openRedis(redis.url);
    // As lesson 17 prints it.
    const line = /ACL SETUSER .*/.exec(readFileSync("lessons/17-who-may.mdx", "utf8"))?.[0] ?? "";
    await admin.sendCommand(line.split(" "));
    const url = Object.assign(new URL(redis.url), { username: "chat", password: "secret" }).href;
    const { a, beta } = await openPair("classic", { url, key: "chat" });
    a.io.emit("hi");
    await hearsEvent(beta, "hi");
    expect((await a.io.fetchSockets()).length).toBe(2);

    const user = await openRedis(url);
    await expect(user.publish("other#/#", "x")).rejects.toThrow("NOPERM");
    await expect(user.get("session:t1")).rejects.toThrow("NOPERM");
    await expect(user.subscribe("other#/#", () => {})).rejects.toThrow("NOPERM");
  },
);
