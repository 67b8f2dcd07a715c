// What stays in one namespace, and on one server, with the adapter on both.
import { afterAll, beforeAll, expect, test } from "vitest";
import { locateRedis, type Redis } from "../../../servers/redis/locate.ts";
import { hearsEvent, newKey, noRedis, openPair } from "../servers.ts";

const fact = test.skipIf(noRedis);
let redis: Redis;
beforeAll(async () => {
  if (!noRedis) redis = await locateRedis({ kind: "local" });
});
afterAll(() => redis?.close());

fact("io.emit reaches the namespace / only; a room of one name is another in each namespace", async () => {
  const { a, b, alpha, beta } = await openPair("classic", { url: redis.url, key: newKey() });
  const joined = [a, b].map(
    ({ io }) =>
      new Promise<void>((resolve) => {
        io.of("/admin").once("connection", (socket) => resolve(socket.join("tea")));
      }),
  );
  const [admin, other] = await Promise.all([a, b].map(({ client }) => client({}, "/admin")));
  await Promise.all(joined);
  await expect.poll(() => a.io.of("/admin").adapter.serverCount()).toBe(2);
  b.io.in(beta.socket.id ?? "").socketsJoin("tea");
  a.io.emit("everyone");
  a.io.of("/admin").to("tea").emit("tea of admin");
  await hearsEvent(beta, "everyone");
  if (other) expect(await hearsEvent(other, "tea of admin")).toEqual([["tea of admin"]]);
  a.io.emit("fence");
  expect(await hearsEvent(beta, "fence")).toEqual([["everyone"], ["fence"]]);
  expect(admin?.heard).toEqual([["tea of admin"]]);
  expect(alpha.heard).toContainEqual(["everyone"]);
});

fact("an adapter reports join-room for the sockets of its own server only", async () => {
  const { a, b, alpha, beta } = await openPair("classic", { url: redis.url, key: newKey() });
  const seen: string[] = [];
  a.io.of("/").adapter.on("join-room", (room: string) => seen.push(room));
  b.io.sockets.sockets.get(beta.socket.id ?? "")?.join("on B");
  await expect.poll(async () => (await a.io.in("on B").fetchSockets()).length).toBe(1);
  a.io.sockets.sockets.get(alpha.socket.id ?? "")?.join("on A");
  expect(seen).toEqual(["on A"]);
});
