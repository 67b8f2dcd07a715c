// The kinds of Redis for tests: a real one if the machine has one, and the broker.

import { createClient } from "redis";
import { createBroker } from "../../../servers/redis/broker/broker.ts";
import { findRedisServer, startLocalRedis } from "../../../servers/redis/local.ts";

const program = await findRedisServer(process.env.PATH ?? "");

/** True if tests on a real Redis can't run. In CI they must run, and fail without one. */
export const skipReal = program === null && !process.env.CI;

/** Says in a test's name why it is skipped. */
export const realNote = skipReal ? " (skipped: no redis-server on the PATH)" : "";

export interface Running {
  url: string;
  port: number;
  close(): Promise<void>;
}

/** A real Redis as Crosstalk starts it, with a password. */
async function startReal(): Promise<Running> {
  if (program === null) throw new Error("expected redis-server on the PATH in CI; found none; install it");
  const redis = await startLocalRedis(program);
  return { ...redis, port: Number(new URL(redis.url).port) };
}

/** The same with this password instead, or with none. */
export async function startRealWith(password: string): Promise<Running> {
  const redis = await startReal();
  const client = await createClient({ url: redis.url }).connect();
  await client.configSet("requirepass", password);
  client.destroy();
  return redis;
}

export const kinds = [
  { kind: "the embedded broker", start: (): Promise<Running> => createBroker(), skip: false },
  { kind: `a real Redis${realNote}`, start: startReal, skip: skipReal },
];
