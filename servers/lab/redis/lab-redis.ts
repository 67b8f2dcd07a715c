// What a lab knows about the Redis that all labs share.
import type { RedisState } from "../../protocol.ts";

export interface LabRedis {
  /** redis:// or rediss://, with user name and password. */
  url: string;
  state: () => RedisState;
  supports: { sharded: boolean; streams: boolean };
}
