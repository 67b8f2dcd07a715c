// To node-redis, each fault of the cable looks like the same fault of a TCP connection: this runs both and compares them.
import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { createClient } from "redis";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { createCable } from "../../../../../servers/lab/process/cable/cable.ts";
import { connectByCable } from "../../../../../servers/lab/process/cable/connect-by-cable.ts";
import type { CableSetting } from "../../../../../servers/lab/process-protocol.ts";
import { connectTo } from "../../../../../servers/redis/connect.ts";
import { locateRedis, type Redis } from "../../../../../servers/redis/locate.ts";

type State = CableSetting["state"];

/** Something between node-redis and Redis that can have a fault. */
interface Between {
  url: string;
  set: (state: State) => unknown;
  /** How many chunks it lost. */
  lost: () => number;
  close: () => void;
}

let redis: Redis;
beforeAll(async () => {
  redis = await locateRedis({ kind: "embedded" });
});
afterAll(() => redis?.close());

/** Two TCP connections for each, and the system's own FIN, RST and refusal. */
async function openTcp(redisUrl: string): Promise<Between> {
  let state: State = "up";
  let lost = 0;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((near) => {
    const far = connectTo(new URL(redisUrl));
    const ends = [near, far] as const;
    for (const [from, to] of [ends, [far, near] as const]) {
      sockets.add(from);
      from.on("data", (chunk) => {
        if (state === "up") to.write(chunk);
        else lost += 1;
      });
      from.on("error", () => {});
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
    if (state === "reset") near.resetAndDestroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(redisUrl), { port }).href,
    async set(next) {
      const before = state;
      state = next;
      if (next === "close") server.close();
      if (before === "close") await once(server.listen(port, "127.0.0.1"), "listening");
      for (const socket of sockets) {
        if (next === "close") socket.end();
        else if (next === "reset" || before === "blackhole") socket.resetAndDestroy();
      }
    },
    lost: () => lost,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function openCable(redisUrl: string): Between {
  let lost = 0;
  const passing = {
    left: () => {},
    lost: () => {
      lost += 1;
    },
  };
  const tap = () => ({ entered: () => passing, closed: () => {} });
  const cable = createCable(new URL(redisUrl), { state: "up", delayMs: 0 }, tap);
  const url = Object.assign(new URL(redisUrl), { host: "127.0.2.1:6379" }); // only the cable responds there
  connectByCable(url, cable.connect);
  return {
    url: url.href,
    set: (state) => cable.set({ state, delayMs: 0 }),
    lost: () => lost,
    close: cable.close,
  };
}

/** What node-redis reports during and after the fault, each event once, and what becomes of a command in it. */
async function live(between: Between, fault: State): Promise<string[]> {
  onTestFinished(between.close);
  const reported = new Set<string>();
  const client = createClient({
    url: between.url,
    commandOptions: { timeout: 0 },
    socket: { reconnectStrategy: () => 10 },
  });
  onTestFinished(() => client.destroy());
  // Which system call meets a reset first is chance.
  const inWords = ({ message }: Error) =>
    message.replace(/ 127\.\S+$|(?:read|write|connect) (?=ECONNRESET)/g, "");
  client.on("error", (error) => reported.add(`error: ${inWords(error)}`));
  for (const event of ["ready", "reconnecting", "end"]) client.on(event, () => reported.add(event));
  let tries = 0;
  client.on("reconnecting", () => {
    tries += 1;
  });
  await client.connect();
  await client.ping();

  await between.set(fault);
  // A silent connection reports nothing; the others end, and are retried.
  if (fault !== "blackhole") await expect.poll(() => client.isReady).toBe(false);
  const answer = client.ping().then(
    () => "is answered",
    (error) => `fails: ${inWords(error)}`,
  );
  if (fault === "blackhole") await expect.poll(between.lost).toBeGreaterThan(0);
  else await expect.poll(() => tries).toBeGreaterThan(2);
  await between.set("up");
  await expect.poll(() => client.isReady).toBe(true);
  const fate = await answer;
  // With reset it's chance whether the command was written into a connection that was then reset.
  if (fault !== "reset") reported.add(`the command ${fate}`);
  expect(await client.ping()).toBe("PONG");
  return [...reported];
}

test.each(["close", "reset", "blackhole"] as const)("%s", async (fault) => {
  const onTcp = await live(await openTcp(redis.url), fault);
  expect(onTcp).toContain("reconnecting");
  expect(await live(openCable(redis.url), fault)).toEqual(onTcp);
});

/** Which of two clients that ping, and give up on a silent connection, notice a blackhole: one says nothing else, one keeps publishing. */
async function noticing(between: Between): Promise<{ quiet: boolean; busy: boolean }> {
  onTestFinished(between.close);
  const open = async () => {
    const client = createClient({
      url: between.url,
      pingInterval: 100,
      socket: { socketTimeout: 1_000, reconnectStrategy: false },
    });
    client.on("error", () => {});
    await client.connect();
    onTestFinished(() => client.destroy());
    return client;
  };
  const [quiet, busy] = await Promise.all([open(), open()]);
  await between.set("blackhole");
  const publishing = setInterval(() => void busy.publish("channel", "still here").catch(() => {}), 20);
  onTestFinished(() => clearInterval(publishing));
  await expect.poll(() => quiet.isReady).toBe(false);
  return { quiet: !quiet.isReady, busy: !busy.isReady };
}

test("socketTimeout notices a blackhole only while the client writes nothing itself", async () => {
  const both = await Promise.all(
    [openTcp(redis.url), openCable(redis.url)].map(async (one) => noticing(await one)),
  );
  expect(both).toEqual(Array(2).fill({ quiet: true, busy: false }));
});
