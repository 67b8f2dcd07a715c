// A Redis that responds but can't be used: busy, full, no more clients, another password, a replica.
import { setTimeout as pause } from "node:timers/promises";
import { createClient } from "redis";
import fc from "../random.ts";

export type RedisError =
  | { fault: "Redis is busy"; ms: number }
  | { fault: "Redis is full"; ms: number }
  | { fault: "Redis takes no more clients"; ms: number }
  | { fault: "Redis has another password"; ms: number }
  | { fault: "Redis is a replica of nobody"; ms: number };

export function redisErrors(): fc.Arbitrary<RedisError>[] {
  const ms = fc.integer({ min: 300, max: 2000 });
  const names = [
    "Redis is busy",
    "Redis is full",
    "Redis takes no more clients",
    "Redis has another password",
    "Redis is a replica of nobody",
  ] as const;
  return names.map((name) => fc.record({ fault: fc.constant(name), ms }));
}

/** Causes the fault in the Redis at `url` for `ms`, and reverts it. */
export async function inflictOnRedis({ fault, ms }: RedisError, url: string): Promise<void> {
  const redis = createClient({ url });
  redis.on("error", () => {}); // commands that fail reject
  await redis.connect();
  const send = (...args: string[]) => redis.sendCommand(args);
  try {
    switch (fault) {
      case "Redis is busy":
        await send("CONFIG", "SET", "lua-time-limit", "50");
        return await beBusy(url, ms, () => send("SCRIPT", "KILL"));
      case "Redis is full":
        await send("CONFIG", "SET", "maxmemory", "1");
        await pause(ms);
        return void (await send("CONFIG", "SET", "maxmemory", "256mb"));
      case "Redis takes no more clients":
        await send("CONFIG", "SET", "maxclients", "1");
        await drop();
        await pause(ms);
        return void (await send("CONFIG", "SET", "maxclients", "10000"));
      case "Redis has another password":
        await send("CONFIG", "SET", "requirepass", "another-password");
        await drop();
        await pause(ms);
        return void (await send("CONFIG", "SET", "requirepass", decodeURIComponent(new URL(url).password)));
      case "Redis is a replica of nobody":
        await send("REPLICAOF", "127.0.0.1", "1");
        await pause(ms);
        return void (await send("REPLICAOF", "NO", "ONE"));
    }
  } finally {
    redis.destroy();
  }

  /** Clients that reconnect meet the error at once. */
  async function drop(): Promise<void> {
    await send("CLIENT", "KILL", "TYPE", "pubsub");
    await send("CLIENT", "KILL", "TYPE", "normal");
  }
}

async function beBusy(url: string, ms: number, stop: () => Promise<unknown>): Promise<void> {
  const client = createClient({ url });
  client.on("error", () => {});
  await client.connect();
  const over = client.sendCommand(["EVAL", "while true do end", "0"]).catch(() => {});
  await pause(ms);
  await stop();
  await over;
  client.destroy();
}
