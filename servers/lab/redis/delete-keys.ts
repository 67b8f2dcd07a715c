// Deletes what a lab leaves in Redis: the streams adapter's stream and sessions, and what the learner wrote in the console.
import { createClient } from "redis";
import type { LabRedis } from "./lab-redis.ts";

/**
 * Deletes every key that begins with `prefix`. Returns whether it did: if Redis is down they stay, which is logged and not
 * thrown.
 */
export async function deleteKeys({ url, state, supports }: LabRedis, prefix: string): Promise<boolean> {
  if (!supports.streams) return true; // a broker without data types has no keys
  if (!state().up) return false;
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { reconnectStrategy: false, connectTimeout: 1000 },
  });
  try {
    client.on("error", () => {}); // every call below rejects as well
    await client.connect();
    for await (const keys of client.scanIterator({ MATCH: `${prefix}*`, COUNT: 1000 })) {
      if (keys.length > 0) await client.unlink(keys);
    }
    return true;
  } catch (error) {
    console.error(`The keys of ${prefix} stay in Redis: ${error instanceof Error ? error.message : error}`);
    return false;
  } finally {
    if (client.isOpen) client.destroy();
  }
}
