// What a lab knows of the Redis that all labs share.
import type { RedisState } from "../../protocol.ts";

/** The Redis that all labs share. */
export interface LabRedis {
  url: string;
  state: () => RedisState;
  supports: { sharded: boolean; streams: boolean };
}
