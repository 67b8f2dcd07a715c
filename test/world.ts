// Starts a gateway with its Redis for a test, and everything the test wants to know about it.
import { setTimeout as delay } from "node:timers/promises";
import { createClient } from "redis";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { expect, onTestFinished } from "vitest";
import type {
  ObservationType,
  OpenedLab,
  RedisState,
  ServerName,
  Traced,
  TraceEvent,
  TracePage,
} from "../servers/protocol.ts";
import { findRedisServer } from "../servers/redis/local.ts";
import type { Redis } from "../servers/redis/locate.ts";
import { type OpenOptions, openPlayground } from "./playground.ts";

/** The kinds of Redis that tests run over; `it` says when one is missing on this machine. */
export const redisKinds = [
  { kind: "embedded", missing: false },
  { kind: "local", missing: !(await findRedisServer(process.env.PATH ?? "")) },
] as const satisfies { kind: RedisState["kind"]; missing: boolean }[];

// biome-ignore lint/suspicious/noExplicitAny: the test's expectations check the response
type Json = any;

export interface World {
  url: string;
  redis: Redis;
  /** Calls the API; the body of the response isn't checked. */
  call: (method: string, path: string, options?: CallOptions) => Promise<{ status: number; body: Json }>;
  /** Opens a lab that is closed with its test; a lab `shared` by tests is closed with the world. */
  openLab: (options?: { shared?: boolean }) => Promise<TestLab>;
  /** Our own connection to the Redis that all labs share. */
  redisClient: () => Promise<RedisClient>;
  close: () => Promise<void>;
}

export type RedisClient = ReturnType<typeof openClient>;

export interface CallOptions {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface TestLab extends OpenedLab {
  /** Changes this lab with its token; throws if the response isn't 2xx. */
  change: (method: string, path: string, body?: unknown) => Promise<Json>;
  setLinks: (a: string, b: string) => Promise<void>;
  /** Connects a stock client, which remembers what it hears. */
  client: (server: ServerName, options?: Partial<ManagerOptions & SocketOptions>) => Promise<TestClient>;
  /** All pages of the trace after this `seq` (0). */
  trace: (after?: number) => Promise<TraceEvent[]>;
  /** Waits for an event of this type for which `is` returns true. */
  traced: <T extends ObservationType>(type: T, is?: (event: Traced<T>) => boolean) => Promise<Traced<T>>;
}

export interface TestClient {
  socket: Socket;
  /** The data of every `message` so far. */
  heard: unknown[];
  send: (data: unknown) => Promise<unknown>;
}

/** How long anything may take before a test gives up; a busy machine isn't a failure. */
const withinMs = 40_000;

/** Rejects if `redis` isn't available on this machine. */
export async function openWorld(
  kind: RedisState["kind"] = "embedded",
  options: Omit<OpenOptions, "kind"> = {},
): Promise<World> {
  // Most tests open one lab or none, so that processes which wait for the next one would be started for nothing.
  const playground = await openPlayground({ kind, poolSize: 0, ...options });
  const { url, redis } = playground;
  const sockets: Socket[] = [];
  let closed = false;
  const redisClients: RedisClient[] = [];

  const call: World["call"] = async (method, path, { token, body, headers } = {}) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  };

  async function openLab({ shared = false } = {}): Promise<TestLab> {
    const { status, body: opened } = await call("POST", "/api/labs");
    expect(status, JSON.stringify(opened)).toBe(201);
    const lab = opened as OpenedLab;
    const path = `/api/labs/${lab.id}`;
    if (!shared) {
      onTestFinished(async () => {
        if (!closed) await call("DELETE", path, { token: lab.token });
      });
    }

    const change: TestLab["change"] = async (method, subPath, body) => {
      const answer = await call(method, `${path}${subPath}`, { token: lab.token, body });
      if (answer.status >= 300)
        throw new Error(`${method} ${subPath}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    const { trace, traced } = traceReader(
      async (after) => (await call("GET", `${path}/trace?after=${after}`)).body,
    );
    return {
      ...lab,
      change,
      trace,
      traced,
      async setLinks(a, b) {
        await Promise.all([
          change("PATCH", "/servers/a", { link: a }),
          change("PATCH", "/servers/b", { link: b }),
        ]);
      },
      async client(server, clientOptions) {
        const socket = io(new URL(url).origin, {
          path: lab.servers[server].path,
          forceNew: true,
          ...clientOptions,
        });
        sockets.push(socket);
        const heard: unknown[] = [];
        socket.on("message", (data) => heard.push(data));
        await new Promise<void>((resolve, reject) => {
          socket.once("connect", resolve);
          socket.once("connect_error", reject);
        });
        return { socket, heard, send: (data) => socket.timeout(withinMs).emitWithAck("message", data) };
      },
    };
  }

  return {
    url,
    redis,
    call,
    openLab,
    async redisClient() {
      const client = openClient(redis.url);
      redisClients.push(client);
      client.on("error", () => {});
      await client.connect();
      return client;
    },
    async close() {
      closed = true;
      for (const socket of sockets) socket.disconnect();
      for (const client of redisClients) if (client.isOpen) client.destroy();
      await playground.close();
    },
  };
}

/** Reads a lab's trace, given how to read a page of it. */
function traceReader(readPage: (after: number) => Promise<TracePage>): Pick<TestLab, "trace" | "traced"> {
  const trace = (after?: number) => wholeTrace(readPage, after);
  const seen: TraceEvent[] = [];
  /** All events so far. Only reads new ones: a lab that many tests share has a long trace. */
  async function seenByNow(): Promise<TraceEvent[]> {
    const fresh = await trace(seen.at(-1)?.seq);
    const last = seen.at(-1)?.seq ?? 0; // another call may have read more in the meantime
    seen.push(...fresh.filter(({ seq }) => seq > last));
    return seen;
  }
  return {
    trace,
    async traced(type, is = () => true) {
      const end = performance.now() + withinMs;
      while (performance.now() < end) {
        const found = (await seenByNow()).find(
          (event) => event.type === type && is(event as Traced<typeof type>),
        );
        if (found) return found as Traced<typeof type>;
        await delay(20);
      }
      throw new Error(
        `No "${type}" like that within ${withinMs} ms. The trace: ${JSON.stringify(await trace(), null, 1)}`,
      );
    },
  };
}

/** Reads pages until one is empty. */
export async function wholeTrace(
  read: (after: number) => Promise<TracePage>,
  after = 0,
): Promise<TraceEvent[]> {
  const all: TraceEvent[] = [];
  let page = await read(after);
  while (page.events.length > 0) {
    all.push(...page.events);
    page = await read(page.next);
  }
  return all;
}

/** Waits until a client has heard this, and returns everything it has heard up to then. */
export async function hears(client: TestClient, data: unknown): Promise<unknown[]> {
  await expect.poll(() => client.heard).toContainEqual(data);
  return client.heard;
}

function openClient(url: string) {
  return createClient({ url });
}
