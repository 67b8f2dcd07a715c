// Sections 1.1 to 1.3: where state lives, what goes through the adapter, and how silently it fails without one.
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { Redis } from "../../servers/redis/locate.ts";
import { hears, openWorld, type TestLab, type World } from "../world.ts";
import { hearsEvent, newKey, noRedis, openBare, openPair, wiretap } from "./servers.ts";

const fact = test.skipIf(noRedis);
let world: World;
let redis: Redis;
let lab: TestLab;
/** Opened early: its request gets an answer, if any, within 6 s. */
let unlinked: TestLab;
beforeAll(async () => {
  if (noRedis) return;
  world = await openWorld("local", { poolSize: 4 });
  redis = world.redis;
  unlinked = await world.openLab({ shared: true });
  const lonely = await unlinked.client("a");
  lonely.socket.emit("ask:servers", () => {});
  lab = await world.openLab({ shared: true });
  await lab.setLinks("adapter", "adapter");
});
afterAll(() => world?.close());

describe("1.1 where state lives", () => {
  fact("rooms are Maps of one process and one namespace", async () => {
    const { io, client } = await openBare("none", { url: redis.url, key: newKey() });
    io.of("/other");
    const { socket } = await client();
    await io.in(socket.id ?? "").socketsJoin("tea");
    const { adapter } = io.of("/");
    expect(adapter.rooms.get("tea")).toEqual(new Set([socket.id]));
    expect(adapter.sids.get(socket.id ?? "")).toEqual(new Set([socket.id, "tea"]));
    expect(io.of("/other").adapter).not.toBe(adapter);
    expect(io.of("/other").adapter.rooms.size).toBe(0);
  });

  fact("a socket of another server is not in sockets, adapter or not", async () => {
    const { a, b, alpha, beta } = await openPair("classic", { url: redis.url, key: newKey() });
    expect(a.io.sockets.sockets.get(beta.socket.id ?? "")).toBeUndefined();
    expect(b.io.sockets.sockets.get(alpha.socket.id ?? "")).toBeUndefined();
    expect(await a.io.fetchSockets()).toHaveLength(2);
  });

  fact("the classic adapter keeps no key in Redis", async () => {
    const alpha = await lab.client("a");
    await alpha.socket.emitWithAck("room:join", "tea");
    await alpha.socket.emitWithAck("room:message", { room: "tea", data: "hi" });
    await hears(alpha, "hi");
    const client = await world.redisClient();
    expect(await client.keys(`${lab.id}:*`)).toEqual([]);
  });

  fact("join() tells Redis nothing with the classic adapter", async () => {
    const alpha = await lab.client("a");
    const before = (await lab.trace()).at(-1)?.seq ?? 0;
    await alpha.socket.emitWithAck("room:join", "quiet");
    await alpha.send("fence of quiet");
    const { seq } = await lab.traced("published", ({ payload }) => payload.text === '"fence of quiet"');
    const between = (await lab.trace()).filter((event) => event.seq > before && event.seq < seq);
    expect(between.some(({ type }) => type === "joined")).toBe(true);
    expect(between.filter(({ type }) => type === "command" || type === "published")).toEqual([]);
  });

  fact("join() and leave() subscribe and unsubscribe with the sharded adapter", async () => {
    const sharded = await world.openLab();
    await sharded.setLinks("sharded", "sharded");
    const alpha = await sharded.client("a");
    await alpha.socket.emitWithAck("room:join", "tea");
    const { server } = await sharded.traced("command", ({ text }) => text === "SSUBSCRIBE socket.io#/#tea#");
    expect(server).toBe("a");
    await alpha.socket.emitWithAck("room:leave", "tea");
    await sharded.traced("command", ({ text }) => text === "SUNSUBSCRIBE socket.io#/#tea#");
  });

  fact("every socket is in a room of its own id, so io.to(id) reaches it on another server", async () => {
    const [alpha, beta, gamma] = await Promise.all([lab.client("a"), lab.client("b"), lab.client("b")]);
    await alpha.socket.emitWithAck("room:message", { room: beta.socket.id, data: "for β" });
    await hears(beta, "for β");
    await alpha.send("fence for β");
    expect(await hears(gamma, "fence for β")).not.toContain("for β");
  });

  fact("the rooms of a server that dies are gone: a client comes back without them", async () => {
    const short = await world.openLab();
    await short.setLinks("adapter", "adapter");
    const beta = await short.client("b");
    await beta.socket.emitWithAck("room:join", "tea");
    const seenFor = async (): Promise<string[][]> =>
      (await beta.socket.emitWithAck("who")).map(({ rooms }: { rooms: string[] }) => rooms);
    expect(await seenFor()).toEqual([[beta.socket.id, "tea"]]);
    const back = new Promise<void>((resolve) => beta.socket.once("disconnect", () => resolve()));
    await short.change("POST", "/servers/b/kill");
    await back;
    const again = new Promise<void>((resolve) => beta.socket.once("connect", () => resolve()));
    await short.change("POST", "/servers/b/start");
    await again;
    expect(await seenFor()).toEqual([[beta.socket.id]]);
  });
});

describe("1.2 what goes through the adapter", () => {
  fact("a client's event is handled only by its own server, and what that server emits crosses", async () => {
    const [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
    await alpha.send("handled once");
    await hears(beta, "handled once");
    await lab.traced("delivered", ({ server, text }) => server === "b" && text === '"handled once"');
    const received = (await lab.trace()).filter(
      (event) => event.type === "received" && event.text === '"handled once"',
    );
    expect(received).toMatchObject([{ server: "a" }]);
  });

  fact(
    "socket.emit and io.local.emit are not published; io.emit, io.to and socket.broadcast are",
    async () => {
      const key = newKey();
      const passed = await wiretap(redis.url, key);
      const { a, alpha, beta } = await openPair("classic", { url: redis.url, key });
      const served = a.io.sockets.sockets.get(alpha.socket.id ?? "");
      served?.emit("to itself");
      a.io.local.emit("to all of A");
      a.io.emit("to all");
      a.io.to(beta.socket.id ?? "").emit("to β");
      served?.broadcast.emit("to all others");
      served?.to(beta.socket.id ?? "").emit("to β too");

      expect(await hearsEvent(beta, "to β too")).toEqual([
        ["to all"],
        ["to β"],
        ["to all others"],
        ["to β too"],
      ]);
      expect(alpha.heard).toEqual([["to itself"], ["to all of A"], ["to all"]]);
      await expect.poll(() => passed).toHaveLength(4);
    },
  );

  fact("fetchSockets, socketsJoin, socketsLeave and disconnectSockets reach both servers", async () => {
    const { a, b, alpha, beta } = await openPair("classic", { url: redis.url, key: newKey() });
    const ids = [alpha, beta].map(({ socket }) => socket.id).sort();
    expect((await a.io.fetchSockets()).map(({ id }) => id).sort()).toEqual(ids);
    a.io.socketsJoin("tea");
    const inTea = async () => (await b.io.in("tea").fetchSockets()).map(({ id }) => id).sort();
    await expect.poll(inTea).toEqual(ids);
    b.io.socketsLeave("tea");
    await expect.poll(inTea).toEqual([]);
    const gone = [alpha, beta].map(
      ({ socket }) => new Promise((resolve) => socket.once("disconnect", resolve)),
    );
    a.io.disconnectSockets();
    expect(await Promise.all(gone)).toEqual(["io server disconnect", "io server disconnect"]);
  });

  fact("serverSideEmit reaches the other servers and not the sender", async () => {
    const { a, b } = await openPair("classic", { url: redis.url, key: newKey() });
    const received: string[] = [];
    a.io.on("news", (word) => received.push(`A ${word}`));
    b.io.on("news", (word) => received.push(`B ${word}`));
    a.io.serverSideEmit("news", "one");
    await expect.poll(() => received).toEqual(["B one"]);
    b.io.serverSideEmit("news", "fence");
    await expect.poll(() => received).toEqual(["B one", "A fence"]);
  });

  fact("allSockets does not cross any more, since adapter 8.0", async () => {
    const { a, alpha } = await openPair("classic", { url: redis.url, key: newKey() });
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    expect(await a.io.allSockets()).toEqual(new Set([alpha.socket.id]));
  });

  fact("adapter.allRooms crosses, and only the classic adapter has it", async () => {
    const { a, b, alpha, beta } = await openPair("classic", { url: redis.url, key: newKey() });
    b.io.local.socketsJoin("tea");
    const { adapter } = a.io.of("/");
    const allRooms = "allRooms" in adapter && (adapter.allRooms as () => Promise<Set<string>>);
    expect(allRooms && (await allRooms.call(adapter))).toEqual(
      new Set([alpha.socket.id, beta.socket.id, "tea"]),
    );
    const sharded = await openBare("sharded", { url: redis.url, key: newKey() });
    expect("allRooms" in sharded.io.of("/").adapter).toBe(false);
  });
});

describe("1.3 without an adapter the failure is silent", () => {
  fact(
    "io.emit and io.to(id of another server's socket).emit return true, and no client there hears",
    async () => {
      const { a, b, beta } = await openPair("none", { url: redis.url, key: newKey() });
      expect(a.io.emit("lost")).toBe(true);
      expect(a.io.to(beta.socket.id ?? "").emit("lost too")).toBe(true);
      expect(await a.io.in(beta.socket.id ?? "").fetchSockets()).toEqual([]);
      b.io.emit("fence");
      expect(await hearsEvent(beta, "fence")).toEqual([["fence"]]);
    },
  );

  fact(
    "emitWithAck to another server's socket resolves with no answers, without waiting for its timeout",
    async () => {
      const { a, beta } = await openPair("none", { url: redis.url, key: newKey() });
      const anHour = 3_600_000;
      expect(
        await a.io
          .to(beta.socket.id ?? "")
          .timeout(anHour)
          .emitWithAck("question"),
      ).toEqual([]);
    },
  );

  fact("serverSideEmit warns on the console, and serverSideEmitWithAck is never answered", async () => {
    const { io } = await openBare("none", { url: redis.url, key: newKey() });
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    io.serverSideEmit("news");
    expect(warn).toHaveBeenCalledWith(expect.stringContaining("does not support the serverSideEmit()"));
    // No test can see "never": the lab reports what wasn't acknowledged within 6 s.
    await expect
      .poll(async () => (await unlinked.trace()).filter(({ type }) => type === "unanswered"), {
        timeout: 10_000,
      })
      .toMatchObject([{ server: "a", afterMs: 6000 }]);
  });
});
