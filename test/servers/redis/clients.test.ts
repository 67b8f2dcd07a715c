import { once } from "node:events";
import { createServer } from "node:http";
import { createAdapter, createShardedAdapter } from "@socket.io/redis-adapter";
import { createClient } from "redis";
import { Server } from "socket.io";
import { io as connect, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { kinds, type Running } from "./kinds.ts";

let redis: Running;
async function client(RESP: 2 | 3) {
  const opened = createClient({ url: redis.url, RESP, commandOptions: { timeout: 0 } });
  opened.on("error", () => {});
  await opened.connect();
  // Not destroy(): the adapters ignore rejected promises of pending unsubscribes.
  onTestFinished(() => opened.close());
  return opened;
}

for (const { kind, start, skip } of kinds) {
  describe.skipIf(skip)(`over ${kind}`, () => {
    beforeAll(async () => {
      redis = await start();
    });
    afterAll(() => redis.close());
    nodeRedis();
    adapters();
  });
}

function nodeRedis(): void {
  describe.each([2, 3] as const)("node-redis in RESP%d", (RESP) => {
    test("subscribes to channels, patterns and shard channels, and hears each by its own route", async () => {
      const [subscriber, publisher] = await Promise.all([client(RESP), client(RESP)]);
      const heard: string[] = [];
      const listen = (route: string) => (message: string, channel: string) =>
        heard.push(`${route} ${channel} ${message}`);
      await subscriber.subscribe("news", listen("channel"));
      await subscriber.pSubscribe("n*", listen("pattern"));
      await subscriber.sSubscribe("news", listen("shard"));
      expect(await publisher.publish("news", "one")).toBe(2);
      expect(await publisher.sPublish("news", "two")).toBe(1);
      expect(await publisher.publish("nobody", "three")).toBe(1);
      await expect
        .poll(() => heard)
        .toEqual(["channel news one", "pattern news one", "shard news two", "pattern nobody three"]);
    });

    test("hears nothing from a channel it left", async () => {
      const [subscriber, publisher] = await Promise.all([client(RESP), client(RESP)]);
      const heard: string[] = [];
      await subscriber.subscribe(["left", "kept"], (message) => heard.push(message));
      await subscriber.unsubscribe("left");
      await publisher.publish("left", "unwanted");
      await publisher.publish("kept", "fence");
      await expect.poll(() => heard).toEqual(["fence"]);
    });

    test("carries bytes as they are", async () => {
      const [subscriber, publisher] = await Promise.all([client(RESP), client(RESP)]);
      const payload = Buffer.from([0, 255, 13, 10, 128]);
      const heard: Buffer[] = [];
      await subscriber.subscribe("bytes", (message) => heard.push(message), true);
      await publisher.publish("bytes", payload);
      await expect.poll(() => heard).toEqual([payload]);
    });

    test("learns who is subscribed", async () => {
      const [subscriber, asker] = await Promise.all([client(RESP), client(RESP)]);
      const prefix = `asked-${RESP}`;
      await subscriber.subscribe([`${prefix}-1`, `${prefix}-2`], () => {});
      expect((await asker.pubSubChannels(`${prefix}*`)).sort()).toEqual([`${prefix}-1`, `${prefix}-2`]);
      expect(await asker.pubSubNumSub([`${prefix}-1`, "nobody"])).toEqual({
        [`${prefix}-1`]: 1,
        nobody: 0,
      });
    });
  });
}

function adapters(): void {
  describe.each([
    ["the classic adapter", createAdapter, 2],
    ["the classic adapter", createAdapter, 3],
    ["the sharded adapter", createShardedAdapter, 2],
    ["the sharded adapter", createShardedAdapter, 3],
  ] as const)("%s", (_name, adapter, RESP) => {
    /** A server with its own two connections, and one client on it. */
    async function openClientsServer() {
      const [pub, sub] = await Promise.all([client(RESP), client(RESP)]);
      const http = createServer();
      const io = new Server(http, { adapter: adapter(pub, sub) });
      http.listen(0, "127.0.0.1");
      await once(http, "listening");
      const address = http.address();
      const port = typeof address === "object" && address ? address.port : 0;
      const socket = connect(`http://127.0.0.1:${port}`, { transports: ["websocket"] });
      onTestFinished(async () => {
        socket.close();
        await io.close();
      });
      await new Promise((resolve) => socket.once("connect", () => resolve(null)));
      return { io, socket };
    }

    async function openClients() {
      const [a, b] = await Promise.all([openClientsServer(), openClientsServer()]);
      await expect
        .poll(() => Promise.all([a.io, b.io].map((io) => io.of("/").adapter.serverCount())))
        .toEqual([2, 2]);
      return { a, b };
    }

    const next = (socket: Socket) => new Promise((resolve) => socket.once("message", resolve));

    test(`connects two servers in RESP${RESP}`, async () => {
      const { a, b } = await openClients();
      const heard = [next(a.socket), next(b.socket)];
      a.io.emit("message", { text: "hi", bytes: Buffer.from([1, 2, 3]) });
      const message = { text: "hi", bytes: Buffer.from([1, 2, 3]) };
      expect(await Promise.all(heard)).toEqual([message, message]);

      b.io.sockets.sockets.forEach((socket) => void socket.join("room"));
      const inRoom = next(b.socket);
      await expect
        .poll(async () => (await a.io.in("room").fetchSockets()).map((socket) => socket.id))
        .toEqual([b.socket.id]);
      a.io.to("room").emit("message", "to the room");
      expect(await inRoom).toBe("to the room");

      expect((await a.io.fetchSockets()).map((socket) => socket.id).sort()).toEqual(
        [a.socket.id, b.socket.id].sort(),
      );
      b.io.on("question", (answer) => answer("from b"));
      expect(await a.io.serverSideEmitWithAck("question")).toEqual(["from b"]);
    });
  });
}
