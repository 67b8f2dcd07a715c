// Sections 1.4 to 1.6: how a broadcast of the classic adapter travels, its exact bytes, and what becomes of flags.
import { encode } from "@msgpack/msgpack";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hears, openWorld, type RedisClient, type TestLab, type World } from "../world.ts";
import { hearsEvent, newKey, noRedis, openBare, openPair, type Passed, wiretap } from "./servers.ts";

const fact = test.skipIf(noRedis);
let world: World;
let lab: TestLab;
let raw: RedisClient;
beforeAll(async () => {
  if (noRedis) return;
  world = await openWorld("local");
  lab = await world.openLab({ shared: true });
  await lab.setLinks("adapter", "adapter");
  raw = await world.redisClient();
});
afterAll(() => world?.close());

/** A pair of bare servers with everything that they publish. */
async function tapped(options: object = {}) {
  const key = newKey();
  const passed = await wiretap(world.redis.url, key);
  const pair = await openPair("classic", { url: world.redis.url, key, ...options });
  const nth = async (index: number): Promise<Passed> => {
    await expect.poll(() => passed.length).toBeGreaterThan(index);
    return passed[index] as Passed;
  };
  return { ...pair, key, passed, nth };
}

describe("1.4 the way of a broadcast", () => {
  fact("a server publishes first, tells its own clients at once, and waits for nothing", async () => {
    const alpha = await lab.client("a");
    await alpha.send("first and second");
    await hears(alpha, "first and second");
    const { message } = await lab.traced("received", ({ text }) => text === '"first and second"');
    const accepted = await lab.traced("accepted", (event) => event.message === message);
    const delivered = await lab.traced(
      "delivered",
      (event) => event.message === message && event.server === "a",
    );
    expect(delivered.at).toBeLessThan(accepted.at);
  });

  fact("the channel is the namespace's; for exactly one room, the room's", async () => {
    const { a, nth } = await tapped();
    a.io.emit("x");
    a.io.to("tea").emit("x");
    a.io.to(["tea", "milk"]).emit("x");
    a.io.except("tea").emit("x");
    await nth(3);
    const channels = await Promise.all([0, 1, 2, 3].map(nth));
    expect(channels.map(({ channel }) => channel)).toEqual(["#/#", "#/#tea#", "#/#", "#/#"]);
  });

  fact("every server subscribes once by a pattern for each namespace", async () => {
    for (const server of ["a", "b"] as const) {
      const all = (await lab.trace()).filter((event) => event.type === "command" && event.server === server);
      const texts = all.map((event) => "text" in event && event.text);
      expect(texts.filter((text) => String(text).startsWith("PSUBSCRIBE"))).toEqual([
        "PSUBSCRIBE socket.io#/#*",
      ]);
    }
  });

  fact(
    "every server gets every broadcast, also for rooms that it has nobody in, and its own too",
    async () => {
      const [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
      await alpha.socket.emitWithAck("room:join", "only on A");
      await alpha.socket.emitWithAck("room:message", { room: "only on A", data: "useless on B" });
      await hears(alpha, "useless on B");
      await alpha.send("fence of useless");
      expect(await hears(beta, "fence of useless")).not.toContain("useless on B");
      const arrivals = (await lab.trace()).filter(
        (event) => event.type === "arrived" && event.payload.text === '"useless on B"',
      );
      expect(arrivals.map((event) => event.type === "arrived" && [event.server, event.own]).sort()).toEqual([
        ["a", true],
        ["b", false],
      ]);
      expect(alpha.heard.filter((data) => data === "useless on B")).toHaveLength(1);
    },
  );

  fact("except is judged by the Maps of the receiving server", async () => {
    const { a, b, alpha, beta } = await tapped();
    b.io.local.socketsJoin("tea");
    a.io.except("tea").emit("not for tea");
    a.io.emit("fence");
    expect(await hearsEvent(beta, "fence")).toEqual([["fence"]]);
    expect(alpha.heard).toEqual([["not for tea"], ["fence"]]);
  });

  fact("what one server emits arrives in its order", async () => {
    const { a, beta } = await tapped();
    a.io.local.socketsJoin("tea");
    const events = Array.from({ length: 6 }, (_, i) => [`n${i}`]);
    for (const [index, [event]] of events.entries()) {
      if (index % 2) a.io.to(beta.socket.id ?? "").emit(event ?? "");
      else a.io.emit(event ?? "");
    }
    await hearsEvent(beta, "n5");
    expect(beta.heard).toEqual(events);
  });
});

describe("1.5 the exact wire format", () => {
  fact("a broadcast is a msgpack array of uid, packet and options: io.emit(x, 1) has 53 bytes", async () => {
    const { a, nth } = await tapped();
    a.io.emit("x", 1);
    const { bytes, format, value } = await nth(0);
    expect(bytes).toHaveLength(53);
    expect(bytes.toString("hex")).toMatch(/^93a6.{12}83a47479706502a46461746192a17801/);
    expect(format).toBe("msgpack");
    expect(value).toEqual([
      expect.stringMatching(/^.{6}$/),
      { type: 2, data: ["x", 1], nsp: "/" },
      { rooms: [], except: [], flags: {} },
    ]);
  });

  fact("the lab's trace shows the same, decoded", async () => {
    const alpha = await lab.client("a");
    await alpha.socket.emitWithAck("room:message", { room: "tea", data: { hi: 1 } });
    expect(await lab.traced("published", ({ channel }) => channel === "socket.io#/#tea#")).toMatchObject({
      command: "PUBLISH",
      payload: {
        kind: "broadcast",
        uid: expect.stringMatching(/^.{6}$/),
        event: "message",
        text: '{"hi":1}',
        rooms: ["tea"],
        except: [],
        flags: [],
      },
    });
  });

  fact("flags are named as they were set, and binary is native msgpack", async () => {
    const { a, nth } = await tapped();
    const optionsOf = ({ value }: Passed) => (value as [string, object, { flags: object }])[2];
    a.io.emit("plain");
    a.io.volatile.emit("volatile");
    a.io.emit("binary", Buffer.from([1, 2, 3]));
    expect(optionsOf(await nth(0)).flags).toEqual({});
    expect(optionsOf(await nth(1)).flags).toEqual({ volatile: true });
    const { bytes } = await nth(2);
    expect(bytes.includes(Buffer.from([0xc4, 3, 1, 2, 3]))).toBe(true);
  });

  fact("requests are JSON by number on the request channel, answers on the response channel", async () => {
    const { a, b, nth, passed } = await tapped();
    b.io.on("ask", (answer) => answer("yes"));
    await a.io.fetchSockets();
    expect(await nth(0)).toMatchObject({ channel: "-request#/#", format: "json", value: { type: 5 } });
    expect(await nth(1)).toMatchObject({ channel: "-response#/#", format: "json" });
    await a.io.serverSideEmitWithAck("ask");
    expect(await nth(2)).toMatchObject({ channel: "-request#/#", format: "json", value: { type: 6 } });
    expect(await nth(3)).toMatchObject({ channel: "-response#/#", value: { type: 6, data: "yes" } });
    const { adapter } = a.io.of("/");
    await (adapter as unknown as { allRooms: () => Promise<unknown> }).allRooms();
    expect(await nth(4)).toMatchObject({ channel: "-request#/#", value: { type: 1 } });
    await nth(5);
    a.io.socketsJoin("tea");
    a.io.socketsLeave("tea");
    a.io.disconnectSockets();
    await nth(8);
    expect(passed.slice(6).map(({ value }) => (value as { type: number }).type)).toEqual([2, 3, 4]);
  });

  fact(
    "a broadcast with acknowledgement is msgpack; its count is JSON, its answers are msgpack",
    async () => {
      const { a, alpha, beta, passed } = await tapped();
      for (const { socket } of [alpha, beta]) socket.on("question", (answer) => answer(1));
      await a.io.timeout(2000).emitWithAck("question");
      await expect.poll(() => passed.length).toBe(3);
      expect(passed).toMatchObject([
        { channel: "-request#/#", format: "msgpack", value: { type: 7 } },
        { channel: "-response#/#", format: "json", value: { type: 8, clientCount: 1 } },
        { channel: "-response#/#", format: "msgpack", value: { type: 9, packet: 1 } },
      ]);
    },
  );

  fact("every server listens on a response channel of its own, used or not", async () => {
    const { key, a, b } = await tapped();
    const uids = [a, b].map(({ io }) => (io.of("/").adapter as unknown as { uid: string }).uid);
    const channels = uids.map((uid) => `${key}-response#/#${uid}#`);
    expect(Object.values(await raw.pubSubNumSub(channels))).toEqual([1, 1]);
  });

  fact.each([["a#b"], ["123"], ["*"], ["茶 👋"], ["x".repeat(100)]])(
    "a room may be called %s",
    async (room) => {
      const beta = await lab.client("b");
      await beta.socket.emitWithAck("room:join", room);
      const alpha = await lab.client("a");
      await alpha.socket.emitWithAck("room:message", { room, data: `to ${room}` });
      expect(await hears(beta, `to ${room}`)).toEqual([`to ${room}`]);
    },
  );

  fact("a room may be empty or a number, and io.to(undefined) is the room 'undefined'", async () => {
    const { a, b, beta, nth } = await tapped();
    const served = b.io.sockets.sockets.get(beta.socket.id ?? "");
    await served?.join("");
    await served?.join(123 as unknown as string);
    a.io.to("").emit("empty");
    a.io.to(123 as unknown as string).emit("number");
    a.io.to(undefined as unknown as string).emit("nobody");
    a.io.emit("fence");
    expect(await hearsEvent(beta, "fence")).toEqual([["empty"], ["number"], ["fence"]]);
    const channels = await Promise.all([0, 1, 2].map(nth));
    expect(channels.map(({ channel }) => channel)).toEqual(["#/##", "#/#123#", "#/#undefined#"]);
  });

  fact("a BigInt makes io.emit throw at once", async () => {
    const { a } = await tapped();
    expect(() => a.io.emit("x", 1n)).toThrow("Could not encode");
  });

  fact("anybody who can PUBLISH can speak to all clients, even without flags and except", async () => {
    const [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
    const packet = { type: 2, data: ["message", "from outside"], nsp: "/" };
    await raw.publish(`${lab.id}:socket.io#/#`, Buffer.from(encode(["python", packet, { rooms: [] }])));
    await Promise.all([hears(alpha, "from outside"), hears(beta, "from outside")]);
    expect(
      await lab.traced("arrived", ({ payload }) => payload.kind === "broadcast" && payload.uid === "python"),
    ).toMatchObject({ own: false, payload: { event: "message", text: '"from outside"' } });
  });

  fact("malformed payloads end no server, and what follows still comes", async () => {
    const [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
    const trap = { toString: 1, valueOf: 1 };
    const packet = { type: 2, data: ["message", "x"], nsp: "/" };
    const bad = [
      "garbage",
      Buffer.from([0xc1]),
      Buffer.from(encode(["uid", packet])),
      Buffer.from(encode([trap, { ...packet, nsp: "/other", data: [trap] }, trap])),
      JSON.stringify({ type: 5, uid: trap, opts: trap, requestId: trap }),
    ];
    for (const payload of bad) {
      await raw.publish(`${lab.id}:socket.io#/#`, payload);
      await raw.publish(`${lab.id}:socket.io-response#/#`, payload);
    }
    for (const payload of bad.slice(0, 3)) await raw.publish(`${lab.id}:socket.io-request#/#`, payload);
    await alpha.send("after garbage");
    await hears(beta, "after garbage");
    expect((await world.call("GET", `/api/labs/${lab.id}`)).body.servers).toMatchObject({
      a: { pid: lab.servers.a.pid, state: "running" },
      b: { pid: lab.servers.b.pid, state: "running" },
    });
  });

  fact(
    "a packet without a type disconnects every client that it is passed on to, and they come back",
    async () => {
      const short = await world.openLab();
      await short.setLinks("adapter", "adapter");
      const clients = await Promise.all([short.client("a"), short.client("b")]);
      const gone = clients.map(({ socket }) => new Promise((resolve) => socket.once("disconnect", resolve)));
      const packet = Buffer.from(encode(["uid", { data: ["message"] }, { rooms: [], except: [] }]));
      await raw.publish(`${short.id}:socket.io#/#`, packet);
      expect(await Promise.all(gone)).toEqual(["parse error", "parse error"]);
      await expect.poll(() => clients.every(({ socket }) => socket.connected)).toBe(true);
    },
  );

  fact(
    "a request in proper JSON, but without its options, throws in the adapter; the server says so and lives",
    async () => {
      const short = await world.openLab();
      await short.change("PATCH", "/servers/a", { link: "adapter" });
      const alpha = await short.client("a");
      await raw.publish(`${short.id}:socket.io-request#/#`, JSON.stringify({ type: 5, requestId: "x" }));
      await short.traced("log", ({ text }) => text.includes("A request from Redis cannot be read: "));
      expect(await alpha.send("still here")).toBe("ok");
    },
  );

  fact("a client that sends odd shapes does not end its server", async () => {
    const alpha = await lab.client("a");
    const trap = { toString: 1, valueOf: 1 };
    for (const event of ["message", "room:join", "room:leave", "room:message", "who", "ask:servers", "?"]) {
      for (const args of [[], [null], [trap], [{ room: trap }], [[trap]], [1, 2, 3]]) {
        alpha.socket.emit(event, ...args);
      }
    }
    expect(await alpha.send("still here")).toBe("ok");
    expect((await world.call("GET", `/api/labs/${lab.id}`)).body.servers.a).toMatchObject({
      pid: lab.servers.a.pid,
      state: "running",
    });
  });
});

describe("1.6 flags", () => {
  fact(
    "volatile is carried on a plain broadcast, and dropped by the receiver of one with acknowledgement",
    async () => {
      const { a, b, alpha, beta, nth } = await tapped();
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
    const { a, nth } = await tapped();
    a.io.compress(false).emit("x");
    const [, , options] = (await nth(0)).value as [string, object, { flags: object }];
    expect(options.flags).toEqual({ compress: false });
  });

  fact(
    "io.local with acknowledgement times out beside a second server, though every client answered",
    async () => {
      const { a, alpha } = await tapped();
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
