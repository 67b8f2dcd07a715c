// Section 1.5: what a server with the classic adapter does with what strangers publish and broken clients send.
import { encode } from "@msgpack/msgpack";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hears, openWorld, type RedisClient, type TestLab, type World } from "../../world.ts";
import { noRedis } from "../servers.ts";

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

describe("1.5 what strangers and broken clients send", () => {
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
    "a request in valid JSON, but without its options, throws in the adapter; the server logs it and keeps running",
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
