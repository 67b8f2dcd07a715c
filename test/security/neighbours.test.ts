// One lab can't guess, list, hear or change another, whatever it calls its rooms and channels and whatever it sends.
import { encode } from "@msgpack/msgpack";
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { hears, openWorld, redisKinds, type World } from "../world.ts";
import { openNonReadingClient } from "./raw.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded", { workshop: { instructorKey: "k", publicUrl: null, learners: 0 } });
});
afterAll(() => world.close());

describe("a lab", () => {
  test("has an id of 96 and a token of 192 random bits, and no response lists them", async () => {
    const [one, other] = [await world.openLab(), await world.openLab()];
    for (const { id, token } of [one, other]) {
      expect(id).toMatch(/^[\w-]{16}$/);
      expect(token).toMatch(/^[\w-]{32}$/);
    }
    for (const path of [
      "/healthz",
      "/api/labs",
      "/api/labs/",
      "/labs",
      "/labs/",
      "/api",
      "/watch/socket.io/",
    ]) {
      const text = await (await fetch(world.url + path)).text();
      expect(text, path).not.toContain(one.id);
      expect(text, path).not.toContain(other.id);
    }
    expect(await (await fetch(`${world.url}/api/labs/${one.id}`)).text()).not.toContain(one.token);
  });

  test("accepts no token except its own", async () => {
    const [one, other] = [await world.openLab(), await world.openLab()];
    for (const [method, path, body] of [
      ["DELETE", "", undefined],
      ["PATCH", "/servers/a", { link: "adapter" }],
      ["POST", "/servers/a/kill", undefined],
      ["PATCH", "/cables/a", { state: "close" }],
      ["PATCH", "/balancer", { sticky: true }],
    ] as const) {
      const answer = await world.call(method, `/api/labs/${other.id}${path}`, { token: one.token, body });
      expect(answer, `${method} ${path}`).toMatchObject({
        status: 403,
        body: { error: { code: "forbidden" } },
      });
    }
  });

  test.each([
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "..",
    "%2e%2e",
    "%00",
    "*",
    "a/../b",
    "undefined",
    "null",
  ])("is not found under the id %s", async (id) => {
    for (const path of [
      `/api/labs/${id}`,
      `/api/labs/${id}/trace`,
      `/labs/${id}/a/socket.io/?EIO=4&transport=polling`,
    ]) {
      expect((await fetch(world.url + path)).status, path).toBe(404);
    }
  });
});

describe("a lab that is sent what misleads", () => {
  test("is not polluted by bodies and messages that name prototypes, for itself and others", async () => {
    const lab = await world.openLab();
    const path = `/api/labs/${lab.id}`;
    for (const body of [
      '{"__proto__":{"link":"adapter"}}',
      '{"constructor":{"prototype":{"link":"adapter"}}}',
      '{"link":"none","__proto__":{"admin":true}}',
      '{"link":"__proto__"}',
    ]) {
      const answer = await world.call("PATCH", `${path}/servers/a`, { token: lab.token, body });
      expect(answer.status, body).toBe(400);
    }
    const [alpha, beta] = [await lab.client("a"), await lab.client("b")];
    await lab.setLinks("adapter", "adapter");
    const hostile = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    await alpha.send(hostile);
    for (const room of ["__proto__", "constructor", "prototype"]) {
      expect(await beta.socket.timeout(40_000).emitWithAck("room:join", room)).toBe("ok");
      alpha.socket.emit("room:message", { room, data: room });
      await hears(beta, room);
    }
    await alpha.send({ plain: true });
    expect((await hears(beta, { plain: true })).at(-1)).toEqual({ plain: true });
    // The state has what it had, and no more.
    expect(Object.keys((await world.call("GET", path)).body.servers)).toEqual(["a", "b"]);
  });

  test("and the gateway keep running when something has a length that can't be compared", async () => {
    const lab = await world.openLab();
    const trap = { length: { toString: null, valueOf: null } };
    const open = (path: string, auth: object) => {
      const socket = io(world.url, { path, auth, transports: ["websocket"], forceNew: true });
      onTestFinished(() => void socket.disconnect());
      return socket;
    };
    const watcher = open("/watch/socket.io/", { lab: lab.id });
    const refused = new Promise((resolve) => watcher.once("refused", resolve));
    watcher.emit("report", trap);
    expect(await refused).toMatchObject({ code: "invalid" });
    const stranger = open("/watch/socket.io/", { lab: trap });
    const { message } = await new Promise<Error>((resolve) => stranger.once("connect_error", resolve));
    expect(message).toMatch(/send auth/);
    const learner = open("/workshop/socket.io/", { role: "learner", key: trap, name: trap });
    const why = await new Promise<Error>((resolve) => learner.once("connect_error", resolve));
    expect(why.message).toMatch(/send auth/);
    const answer = await world.call("PATCH", `/api/labs/${lab.id}/servers/a`, {
      token: lab.token,
      body: trap,
    });
    expect(answer.status).toBe(400);
  });

  test.each([
    ["nested 10,000 deep", "[".repeat(10_000) + "]".repeat(10_000)],
    ["nested 10,000 objects deep", `${'{"a":'.repeat(10_000)}1${"}".repeat(10_000)}`],
    ["never closed", "[".repeat(100_000)],
  ])("lives on when it is sent JSON %s", async (_, json) => {
    const lab = await world.openLab();
    const clients = await Promise.all([lab.client("a"), lab.client("b")]);
    await lab.setLinks("adapter", "adapter");
    const answer = await world.call("PATCH", `/api/labs/${lab.id}/servers/a`, {
      token: lab.token,
      body: json,
    });
    expect(answer.status).toBeOneOf([400, 413]);
    const stranger = await lab.client("a", { transports: ["websocket"], reconnection: false });
    // As raw bytes, because no library would write it.
    stranger.socket.io.engine.write(`42["message",${json}]`);
    stranger.socket.io.engine.write(`42["room:message",{"room":"x","data":${json}}]`);
    for (const client of clients) expect(await client.send("still here")).toBe("ok");
    const { servers } = (await world.call("GET", `/api/labs/${lab.id}`)).body;
    expect([servers.a.pid, servers.b.pid]).toEqual([lab.servers.a.pid, lab.servers.b.pid]);
  });
});

describe.each(redisKinds)("on the $kind Redis that labs share", ({ kind, missing }) => {
  const it = test.skipIf(missing);
  let world: World;
  beforeAll(async () => {
    if (!missing) world = await openWorld(kind);
  });
  afterAll(() => world?.close());

  it("rooms that look like channels and patterns of another lab reach nobody there", async () => {
    const [mine, theirs] = [await world.openLab(), await world.openLab()];
    await mine.setLinks("adapter", "adapter");
    await theirs.setLinks("adapter", "adapter");
    const [alpha, beta] = [await mine.client("a"), await mine.client("b")];
    const [gamma, delta] = [await theirs.client("a"), await theirs.client("b")];
    const rooms = [
      "*",
      "?",
      "[a-z]*",
      `${theirs.id}:socket.io#/#`,
      `../${theirs.id}`,
      "#",
      "a#/#b",
      "\\*",
      "\0",
      `${gamma.socket.id}`,
    ];
    for (const room of rooms) {
      expect(await beta.socket.timeout(40_000).emitWithAck("room:join", room)).toBe("ok");
      alpha.socket.emit("room:message", { room, data: `to ${room}` });
      await hears(beta, `to ${room}`);
    }
    await gamma.send("fence");
    expect(await hears(delta, "fence")).toEqual(["fence"]);
    expect(gamma.heard).toEqual(["fence"]);
    const seen = (await alpha.socket.timeout(40_000).emitWithAck("who")) as { id: string }[];
    expect(seen.map(({ id }) => id).toSorted()).toEqual([alpha.socket.id, beta.socket.id].toSorted());
  });

  it("what a stranger publishes on the channels of a lab, however broken, ends neither of its servers", async () => {
    const lab = await world.openLab();
    // Some of it reaches clients. These read it without a library, because socket.io-client throws for an event without a name.
    for (const { path } of [lab.servers.a, lab.servers.b]) {
      const nonReading = await openNonReadingClient(world.url, path);
      onTestFinished(() => void nonReading.destroy());
    }
    await lab.setLinks("adapter", "adapter");
    const redis = await world.redisClient();
    const packet = { type: 2, data: ["message", "forged"], nsp: "/" };
    const payloads: (Buffer | string)[] = [
      "",
      "\xc1",
      "{",
      "null",
      "[]",
      '{"type":99}',
      '{"type":0}',
      '{"type":2,"rooms":[{"toString":null}],"opts":{"rooms":[],"except":[]}}',
      '{"type":3,"rooms":[null],"opts":{"rooms":[],"except":[]}}',
      '{"type":5,"requestId":{"__proto__":1}}',
      Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff]),
      Buffer.from([0xc6, 0xff, 0xff, 0xff, 0xff]),
      Buffer.from(encode(["uid"])),
      Buffer.from(encode([1, 2, 3])),
      Buffer.from(encode(["uid", null, null])),
      Buffer.from(encode(["uid", packet])),
      Buffer.from(encode(["uid", { ...packet, data: null }, {}])),
      Buffer.from(encode(["uid", { ...packet, data: [{ a: 1 }] }, { rooms: {}, except: 7 }])),
      Buffer.from(encode(["uid", { ...packet, nsp: "/other" }, { rooms: [], except: [] }])),
      Buffer.from("\x9f".repeat(10_000), "latin1"),
    ];
    const channels = ["socket.io#/#", "socket.io#/#room#", "socket.io-request#/#", "socket.io-response#/#"];
    for (const channel of channels) {
      for (const payload of payloads) await redis.publish(`${lab.id}:${channel}`, payload);
    }
    const [alpha, beta] = [await lab.client("a"), await lab.client("b")];
    // Some make node-redis reconnect; what is sent in the meantime is lost, as in any outage.
    await expect
      .poll(
        async () => {
          await alpha.send("still here");
          return beta.heard;
        },
        { interval: 200 },
      )
      .toContain("still here");
    const { servers } = (await world.call("GET", `/api/labs/${lab.id}`)).body;
    expect([servers.a.pid, servers.b.pid]).toEqual([lab.servers.a.pid, lab.servers.b.pid]);
    expect([servers.a.state, servers.b.state]).toEqual(["running", "running"]);
  });
});
