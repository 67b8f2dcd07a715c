// Two bare Socket.IO servers on one Redis, for facts that a lab's server can't show.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { decode } from "@msgpack/msgpack";
import { createAdapter, createShardedAdapter, type RedisAdapterOptions } from "@socket.io/redis-adapter";
import { createAdapter as createStreamsAdapter } from "@socket.io/redis-streams-adapter";
import { createClient, type RedisClientOptions } from "redis";
import { Server, type ServerOptions } from "socket.io";
import { io as connect, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { expect, onTestFinished } from "vitest";
import { redisKinds } from "../world.ts";

/** True without a real Redis, which these facts are about. */
export const noRedis = redisKinds.some(({ kind, missing }) => kind === "local" && missing);

export interface Bare {
  io: Server;
  url: string;
  /** Connects a client, to the namespace `/` unless given; with the events it hears, in order, each with its arguments. */
  client: (options?: Partial<ManagerOptions & SocketOptions>, namespace?: string) => Promise<Listener>;
}

export interface Listener {
  socket: Socket;
  heard: unknown[][];
}

export type AdapterName = "none" | "classic" | "sharded" | "streams";

interface BareOptions extends Partial<RedisAdapterOptions> {
  /** Where the server finds Redis; there may be a cable in front of it. */
  url: string;
  /** Keeps it apart from other tests. */
  key: string;
  server?: Partial<ServerOptions>;
  subscriptionMode?: "static" | "dynamic" | "dynamic-private";
  redisOptions?: RedisClientOptions;
  /** How long the streams adapter waits for an entry before it reads again. */
  blockTimeInMs?: number;
}

/** A server with its own two Redis connections, closed with the test. */
export async function openBare(adapter: AdapterName, options: BareOptions): Promise<Bare> {
  const { url, key, server, subscriptionMode, redisOptions, blockTimeInMs = 100, ...classic } = options;
  const open = () => redis(url, redisOptions);
  const make = async () => {
    switch (adapter) {
      case "none":
        return {};
      case "classic":
        return { adapter: createAdapter(await open(), await open(), { key, ...classic }) };
      case "sharded": {
        const mode = subscriptionMode ? { subscriptionMode } : {};
        return {
          adapter: createShardedAdapter(await open(), await open(), { channelPrefix: key, ...mode }),
        };
      }
      case "streams":
        return {
          adapter: createStreamsAdapter(await open(), {
            streamName: key,
            channelPrefix: key,
            blockTimeInMs,
          }),
        };
    }
  };
  const http = createServer();
  const io = new Server(http, { ...(await make()), ...server });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = http.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;
  onTestFinished(() => io.close());
  return {
    io,
    url: address,
    async client(clientOptions, namespace = "/") {
      const socket = connect(`${address}${namespace}`, {
        transports: ["websocket"],
        forceNew: true,
        ...clientOptions,
      });
      onTestFinished(() => void socket.disconnect());
      const heard: unknown[][] = [];
      socket.onAny((...event) => heard.push(event));
      await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
      return { socket, heard };
    },
  };
}

/** A Redis client that survives what a test does to Redis, unless its options say otherwise. */
export async function redis(url: string, options: RedisClientOptions = {}) {
  const client = createClient({ url, commandOptions: { timeout: 0 }, ...options });
  client.on("error", () => {});
  await client.connect();
  // After the servers, which were registered later: hooks run from last to first. Not destroy(), because the adapters
  // ignore rejected promises of pending unsubscribes.
  onTestFinished(() => client.close());
  return client;
}

let keys = 0;
/** A prefix that keeps one test's servers apart from another's. */
export const newKey = () => `fact${++keys}`;

/** Two servers that know each other, with a client each. */
export async function openPair(adapter: AdapterName, options: BareOptions) {
  const [a, b] = await Promise.all([openBare(adapter, options), openBare(adapter, options)]);
  if (adapter !== "none") {
    const counts = () => Promise.all([a, b].map(({ io }) => io.of("/").adapter.serverCount()));
    await expect.poll(counts).toEqual([2, 2]);
  }
  const [alpha, beta] = await Promise.all([a.client(), b.client()]);
  return { a, b, alpha, beta };
}

/** Waits until a client has heard this event, which was sent after everything that must not arrive. */
export async function hearsEvent({ heard }: Listener, ...event: unknown[]): Promise<unknown[][]> {
  await expect.poll(() => heard).toContainEqual(event);
  return heard;
}

export interface Passed {
  channel: string;
  bytes: Buffer;
  /** The first byte of JSON text is 0x7b; anything else is msgpack. */
  format: "json" | "msgpack";
  value: unknown;
}

/** Collects everything published on channels with this prefix. A pattern doesn't count as a server. */
export async function wiretap(url: string, prefix: string): Promise<Passed[]> {
  const passed: Passed[] = [];
  const client = await redis(url);
  await client.pSubscribe(
    `${prefix}*`,
    (bytes, channel) => {
      const format = bytes[0] === 0x7b ? "json" : "msgpack";
      const value = format === "json" ? JSON.parse(bytes.toString()) : decode(bytes);
      passed.push({ channel: channel.toString().slice(prefix.length), bytes, format, value });
    },
    true,
  );
  return passed;
}

/** A pair of bare servers with the classic adapter, and everything that they publish; `nth` waits for the nth of it. */
export async function openTappedPair(url: string, options: object = {}) {
  const key = newKey();
  const passed = await wiretap(url, key);
  const pair = await openPair("classic", { url, key, ...options });
  const nth = async (index: number): Promise<Passed> => {
    await expect.poll(() => passed.length).toBeGreaterThan(index);
    return passed[index] as Passed;
  };
  return { ...pair, key, passed, nth };
}
