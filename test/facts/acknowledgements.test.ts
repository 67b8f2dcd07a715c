// Section 1.7: acknowledgements of a broadcast.
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openWorld, type World } from "../world.ts";
import { type FactCable, openCable } from "./cable-to-redis.ts";
import { type AdapterName, newKey, noRedis, openBare, openPair, redis } from "./servers.ts";

const fact = test.skipIf(noRedis);
let world: World;
beforeAll(async () => {
  if (!noRedis) world = await openWorld("local");
});
afterAll(() => world?.close());

function cableWithDelay(delayMs: number): FactCable {
  const cable = openCable(world.redis.url, delayMs);
  onTestFinished(cable.close);
  return cable;
}

const pair = (adapter: AdapterName = "classic", options: object = {}) =>
  openPair(adapter, { url: world.redis.url, key: newKey(), ...options });

describe("1.7 acknowledgements of a broadcast", () => {
  fact("all clients of all servers answer", async () => {
    const { a, alpha, beta } = await pair();
    alpha.socket.on("question", (answer) => answer("α"));
    beta.socket.on("question", (answer) => answer("β"));
    expect((await a.io.timeout(2000).emitWithAck("question")).toSorted()).toEqual(["α", "β"]);
  });

  fact("on timeout the error carries the answers that came", async () => {
    const { a, alpha } = await pair();
    alpha.socket.on("question", (answer) => answer("α"));
    const refused = await a.io
      .timeout(200)
      .emitWithAck("question")
      .catch((error) => error);
    expect(refused).toMatchObject({ message: "operation has timed out", responses: ["α"] });
  });

  fact(
    "servers are counted as subscribers of the request channel: one more SUBSCRIBE makes everyone wait",
    async () => {
      const key = newKey();
      const { a, alpha, beta } = await openPair("classic", {
        url: world.redis.url,
        key,
        requestsTimeout: 200,
      });
      for (const { socket } of [alpha, beta]) socket.on("question", (answer) => answer(1));
      const spy = await redis(world.redis.url);
      await spy.subscribe(`${key}-request#/#`, () => {});
      expect(await a.io.of("/").adapter.serverCount()).toBe(3);
      await expect(a.io.timeout(200).emitWithAck("question")).rejects.toMatchObject({ responses: [1, 1] });
      await expect(a.io.fetchSockets()).rejects.toThrow(
        "timeout reached while waiting for fetchSockets response",
      );
      await spy.unsubscribe();
      await spy.pSubscribe(`${key}*`, () => {});
      expect(await a.io.of("/").adapter.serverCount()).toBe(2);
      expect(await a.io.fetchSockets()).toHaveLength(2);
    },
  );

  fact.each([
    ["classic", 2],
    ["sharded", 1],
    ["streams", 1],
  ] as const)(
    "without timeout(), %s refuses at once, and emits to its own clients %i times",
    async (adapter, times) => {
      // Slow enough that the server's own message comes back after the timer, which waits less than a millisecond.
      const cable = cableWithDelay(10);
      const { a, alpha, beta } = await pair(adapter, { url: cable.url });
      if (adapter === "streams") {
        // Its reader starts some time after the adapter.
        await expect
          .poll(() => {
            a.io.emit("ready?");
            return beta.heard.length;
          })
          .toBeGreaterThan(0);
        await expect.poll(() => alpha.heard.length).toBeGreaterThan(0);
      }
      const refused = new Promise((resolve) => a.io.emit("question", (error: unknown) => resolve(error)));
      expect(await refused).toMatchObject({ message: "operation has timed out" });
      await expect.poll(() => beta.heard.some(([event]) => event === "question")).toBe(true);
      a.io.emit("fence");
      await expect
        .poll(() => [alpha, beta].every(({ heard }) => heard.some(([event]) => event === "fence")))
        .toBe(true);
      // The message comes back from Redis on another channel than the fence, so send one more on the same one.
      await a.io.fetchSockets();
      const count = ({ heard }: typeof alpha) => heard.filter(([event]) => event === "question").length;
      expect([count(alpha), count(beta)]).toEqual([times, 1]);
    },
  );

  fact(
    "one server without a listener makes serverSideEmitWithAck fail, and says how many answered",
    async () => {
      const options = { url: world.redis.url, key: newKey(), requestsTimeout: 300 };
      const { a, b } = await openPair("classic", options);
      const c = await openBare("classic", options);
      await expect.poll(() => a.io.of("/").adapter.serverCount()).toBe(3);
      b.io.on("name", (give) => give("B"));
      expect(c.io.listeners("name")).toEqual([]);
      await expect(a.io.serverSideEmitWithAck("name")).rejects.toThrow("only 1 responses received out of 2");
    },
  );
});
