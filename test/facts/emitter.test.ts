// @socket.io/redis-emitter: broadcasts from a process that isn't a Socket.IO server.
import { Emitter } from "@socket.io/redis-emitter";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { locateRedis, type Redis } from "../../servers/redis/locate.ts";
import { type AdapterName, hearsEvent, newKey, noRedis, openPair, redis as openRedis } from "./servers.ts";

const fact = test.skipIf(noRedis);
let redis: Redis;
beforeAll(async () => {
  if (noRedis) return;
  redis = await locateRedis({ kind: "local" });
});
afterAll(() => redis?.close());

async function open(adapter: AdapterName = "classic", { sameKey = true } = {}) {
  const key = newKey();
  const pair = await openPair(adapter, { url: redis.url, key });
  const client = await openRedis(redis.url);
  return { ...pair, client, emitter: new Emitter(client, { key: sameKey ? key : newKey() }) };
}

describe("the emitter", () => {
  fact("reaches a room on both servers", async () => {
    const { a, b, alpha, beta, emitter } = await open();
    for (const { io } of [a, b]) io.local.socketsJoin("tea");
    emitter.to("tea").emit("message", "hi");
    for (const listener of [alpha, beta]) expect(await hearsEvent(listener, "message", "hi")).toHaveLength(1);
  });

  fact("needs the servers' key", async () => {
    const { a, alpha, emitter, client } = await open("classic", { sameKey: false });
    emitter.emit("lost");
    await client.ping();
    a.io.emit("fence");
    expect(await hearsEvent(alpha, "fence")).toEqual([["fence"]]);
  });

  fact("emits to clients; servers only hear its serverSideEmit", async () => {
    const { a, alpha, emitter } = await open();
    const handled: unknown[] = [];
    a.io.on("message", () => handled.push("message"));
    a.io.on("news", (word) => handled.push(word));
    emitter.emit("message", "hi");
    emitter.serverSideEmit("news", "to servers");
    await hearsEvent(alpha, "message", "hi");
    await expect.poll(() => handled).toEqual(["to servers"]);
  });

  fact("cannot ask for acknowledgements: a callback is refused", async () => {
    const { emitter } = await open();
    expect(() => emitter.emit("question", () => {})).toThrow("Could not encode");
  });

  fact("isn't understood by servers with the sharded adapter", async () => {
    const { a, alpha, emitter, client } = await open("sharded");
    emitter.emit("lost");
    await client.ping();
    a.io.emit("fence");
    expect(await hearsEvent(alpha, "fence")).toEqual([["fence"]]);
  });

  fact("drops the promise of its PUBLISH", async () => {
    const { client, key } = { client: await openRedis(redis.url), key: newKey() };
    let caught = false;
    const rejecting = {
      publish: () => ({
        // biome-ignore lint/suspicious/noThenProperty: the test notices anything that awaits it
        then: () => {
          caught = true;
        },
        catch: () => {
          caught = true;
        },
      }),
    };
    new Emitter(rejecting, { key }).emit("message", "hi");
    await client.ping();
    expect(caught).toBe(false);
  });
});
