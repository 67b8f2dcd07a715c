import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorld, type World } from "../../world.ts";
import { newKey, noRedis, openBare, openTappedPair } from "../servers.ts";

const fact = test.skipIf(noRedis);
let world: World;
beforeAll(async () => {
  if (!noRedis) world = await openWorld("local");
});
afterAll(() => world?.close());

describe("1.6 flags", () => {
  fact(
    "volatile is carried on a plain broadcast, and dropped by the receiver of one with acknowledgement",
    async () => {
      const { a, b, alpha, beta, nth } = await openTappedPair(world.redis.url);
      for (const { socket } of [alpha, beta]) socket.on("question", (answer) => answer(1));
      a.io.volatile.emit("plain");
      const [, , options] = (await nth(0)).value as [string, object, { flags: object }];
      expect(options.flags).toEqual({ volatile: true });

      const flags: unknown[] = [];
      const memory = Object.getPrototypeOf(Object.getPrototypeOf(b.io.of("/").adapter));
      const broadcastWithAck = memory.broadcastWithAck;
      memory.broadcastWithAck = function (packet: unknown, given: { flags?: unknown }, ...rest: unknown[]) {
        flags.push([this === b.io.of("/").adapter ? "B" : "A", given.flags]);
        return broadcastWithAck.call(this, packet, given, ...rest);
      };
      try {
        expect(await a.io.volatile.timeout(5000).emitWithAck("question")).toEqual([1, 1]);
      } finally {
        memory.broadcastWithAck = broadcastWithAck;
      }
      expect(flags.toSorted()).toEqual([
        ["A", { volatile: true, timeout: 5000 }],
        ["B", undefined],
      ]);
    },
  );

  fact("compress is carried", async () => {
    const { a, nth } = await openTappedPair(world.redis.url);
    a.io.compress(false).emit("x");
    const [, , options] = (await nth(0)).value as [string, object, { flags: object }];
    expect(options.flags).toEqual({ compress: false });
  });

  fact(
    "io.local with acknowledgement times out if there is a second server, although every client answered",
    async () => {
      const { a, alpha } = await openTappedPair(world.redis.url);
      let asked = 0;
      alpha.socket.on("question", (answer) => {
        asked += 1;
        answer("here");
      });
      const refused = await a.io.local
        .timeout(200)
        .emitWithAck("question")
        .catch((error) => error);
      expect(refused).toMatchObject({ message: "operation has timed out", responses: ["here"] });
      expect(asked).toBe(1);
    },
  );

  fact("io.local with acknowledgement is answered at once on a server that is alone", async () => {
    const { io, client } = await openBare("classic", { url: world.redis.url, key: newKey() });
    const { socket } = await client();
    socket.on("question", (answer) => answer("here"));
    await expect.poll(() => io.of("/").adapter.serverCount()).toBe(1);
    expect(await io.local.timeout(2000).emitWithAck("question")).toEqual(["here"]);
  });
});
