// Which versions the lab's servers run: as installed here, so that what is pasted somewhere else names them rightly.
import { createRequire } from "node:module";
import type { Versions } from "../protocol.ts";

const require = createRequire(import.meta.url);

const installed = (name: string): string => (require(`${name}/package.json`) as { version: string }).version;

export const versions: Versions = {
  "socket.io": installed("socket.io"),
  "@socket.io/redis-adapter": installed("@socket.io/redis-adapter"),
  "@socket.io/redis-streams-adapter": installed("@socket.io/redis-streams-adapter"),
  redis: installed("redis"),
};
