// Section 1.10: connection state recovery, over streams and without.
import type { Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TraceEvent } from "../../servers/protocol.ts";
import { hears, openWorld, type TestClient, type TestLab, type World } from "../world.ts";
import { type AdapterName, type Bare, type Listener, newKey, noRedis, openPair, wiretap } from "./servers.ts";

const fact = test.skipIf(noRedis);
let world: World;
let lab: TestLab;
beforeAll(async () => {
  if (noRedis) return;
  world = await openWorld("local");
  lab = await world.openLab({ shared: true });
});
afterAll(() => world?.close());

/** Cuts a client off, and lets it come back to `path` after `meanwhile`. */
async function away(socket: Socket, meanwhile: () => unknown, path?: string): Promise<boolean> {
  socket.io.reconnection(false);
  const gone = new Promise((resolve) => socket.once("disconnect", resolve));
  socket.io.engine.close();
  await gone;
  await meanwhile();
  if (path) socket.io.opts.path = path;
  const back = new Promise<void>((resolve) => socket.once("connect", () => resolve()));
  socket.io.reconnection(true);
  socket.connect();
  await back;
  return socket.recovered;
}

/** A message must have arrived: only then does the client know where it stopped. */
async function linkedByStreams(): Promise<{ alpha: TestClient; beta: TestClient }> {
  await lab.setLinks("streams", "streams");
  const [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
  await beta.send("before");
  await hears(alpha, "before");
  return { alpha, beta };
}

const missed = (client: TestClient, speaker: TestClient, data: string) => async () => {
  await speaker.send(data);
  await hears(speaker, data);
  expect(client.heard).not.toContain(data);
};

describe("1.10 connection state recovery over streams", () => {
  fact("streams: a client that comes back to its server gets what it missed, and its rooms", async () => {
    const { alpha, beta } = await linkedByStreams();
    await alpha.socket.emitWithAck("room:join", "tea");
    const { id } = alpha.socket;
    expect(await away(alpha.socket, missed(alpha, beta, "missed"))).toBe(true);
    expect(await hears(alpha, "missed")).toEqual(["before", "missed"]);
    expect(alpha.socket.id).toBe(id);
    await beta.socket.emitWithAck("room:message", { room: "tea", data: "for tea" });
    await hears(alpha, "for tea");

    // The lab shows it: recovered, in its room again, and with what it missed.
    const { seq } = await lab.traced("connected", (event) => event.socket === id && event.recovered);
    const isBack = (event: TraceEvent) =>
      event.type === "joined" && event.seq > seq && event.socket === id && event.room === "tea";
    expect((await lab.trace()).filter(isBack)).toHaveLength(1);
    const { message } = await lab.traced("received", ({ text }) => text === '"missed"');
    await lab.traced("delivered", (event) => event.message === message && event.sockets.includes(id ?? ""));
  });

  fact("streams: a client that comes back to the other server gets what it missed too", async () => {
    const { alpha, beta } = await linkedByStreams();
    const meanwhile = missed(alpha, beta, "missed on the way");
    expect(await away(alpha.socket, meanwhile, lab.servers.b.path)).toBe(true);
    await hears(alpha, "missed on the way");
    const { id } = alpha.socket;
    const is = (event: { server: string; socket: string }) => event.server === "b" && event.socket === id;
    expect(await lab.traced("connected", is)).toMatchObject({ recovered: true });
  });

  fact("streams: the id of its entry comes as one more argument", async () => {
    const { alpha } = await linkedByStreams();
    const args = new Promise<unknown[]>((resolve) => alpha.socket.once("message", (...all) => resolve(all)));
    await alpha.send("hi");
    expect(await args).toEqual(["hi", expect.stringMatching(/^\d+-\d+$/)]);
  });

  fact("streams: a server that was killed has saved nothing", async () => {
    const short = await world.openLab();
    await short.setLinks("streams", "streams");
    const alpha = await short.client("a", { reconnectionDelay: 10 });
    await alpha.send("before");
    await hears(alpha, "before");
    const gone = new Promise((resolve) => alpha.socket.once("disconnect", resolve));
    await short.change("POST", "/servers/a/kill");
    await gone;
    const back = new Promise<void>((resolve) => alpha.socket.once("connect", () => resolve()));
    await short.change("POST", "/servers/a/start");
    await back;
    expect(alpha.socket.recovered).toBeFalsy();
  });
});

describe("1.10 connection state recovery, whatever the adapter", () => {
  const recovery = { connectionStateRecovery: { maxDisconnectionDuration: 60_000 } };
  const bare = async (adapter: AdapterName) => {
    const options = { url: world.redis.url, key: newKey(), server: recovery };
    const { a, alpha } = await openPair(adapter, options);
    a.io.emit("before");
    await expect.poll(() => alpha.heard.length).toBe(1);
    return { a, alpha };
  };
  const heardEvents = ({ heard }: Listener) => heard.map(([event]) => event);
  /** Sharded and streams emit to their own clients after Redis' reply: after the next reply, no client receives it any more. */
  const emitMissed = async ({ io }: Bare) => {
    io.emit("missed");
    await io.of("/").adapter.serverCount();
  };

  fact("without an adapter it works for the same server, and appends its offset", async () => {
    const { a, alpha } = await bare("none");
    expect(alpha.heard).toEqual([["before", expect.any(String)]]);
    expect(await away(alpha.socket, () => emitMissed(a))).toBe(true);
    await expect.poll(() => heardEvents(alpha)).toEqual(["before", "missed"]);
  });

  fact.each([
    ["classic", ["before"]],
    // doPublish() returns "", which is taken for an offset.
    ["sharded", ["before", ""]],
  ] as const)("%s ignores the option without a word, and clients hear %j", async (adapter, event) => {
    const { a, alpha } = await bare(adapter);
    expect(alpha.heard).toEqual([event]);
    expect(await away(alpha.socket, () => emitMissed(a))).toBe(false);
    a.io.emit("fence");
    await expect.poll(() => heardEvents(alpha)).toEqual(["before", "fence"]);
  });

  fact.each([
    [
      "with the option, classic publishes socket.emit to the channel of the socket's id",
      recovery,
      ["#/#<id>#"],
    ],
    ["without the option, classic does not publish socket.emit", {}, []],
  ] as const)("%s", async (_, server, channels) => {
    const key = newKey();
    const passed = await wiretap(world.redis.url, key);
    const { a, alpha } = await openPair("classic", { url: world.redis.url, key, server });
    const id = alpha.socket.id ?? "";
    a.io.sockets.sockets.get(id)?.emit("to itself");
    a.io.emit("fence");
    await expect.poll(() => passed.at(-1)?.channel).toBe("#/#");
    expect(passed.map(({ channel }) => channel)).toEqual([
      ...channels.map((channel) => channel.replace("<id>", id)),
      "#/#",
    ]);
    await expect.poll(() => heardEvents(alpha)).toEqual(["to itself", "fence"]);
  });

  fact.each([
    ["streams: one socket.emit is enough to be recovered", ["to itself"], true],
    ["streams: a client that has heard nothing is not recovered", [], false],
  ] as const)("%s", async (_, events, isRecovered) => {
    const options = { url: world.redis.url, key: newKey(), server: recovery };
    const { a, alpha } = await openPair("streams", options);
    const served = a.io.sockets.sockets.get(alpha.socket.id ?? "");
    for (const event of events) served?.emit(event);
    await expect.poll(() => heardEvents(alpha)).toEqual(events);
    const left = new Promise((resolve) => served?.once("disconnect", resolve));
    const meanwhile = async () => {
      await left;
      await emitMissed(a);
    };
    expect(await away(alpha.socket, meanwhile)).toBe(isRecovered);
    a.io.emit("fence");
    await expect.poll(() => heardEvents(alpha)).toContain("fence");
    expect(heardEvents(alpha)).toEqual([...events, ...(isRecovered ? ["missed"] : []), "fence"]);
  });
});
