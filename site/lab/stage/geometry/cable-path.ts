// Where the servers' cables to Redis are. Pure.

import type { ServerName } from "../../../../servers/protocol.ts";
import type { Curve } from "./curves.ts";
import type { Layout } from "./layout.ts";

/** The cable between a server and Redis, from the server down; `shift` moves it sideways. */
export function cable(at: Layout, name: ServerName, shift = 0): Curve | undefined {
  const box = at.servers.find((server) => server.name === name)?.box;
  if (!box || !at.redis) return undefined;
  const x = box.x + box.width / 2;
  // Straight down, if Redis is wide enough.
  const endX = Math.min(at.redis.x + at.redis.width - 36, Math.max(at.redis.x + 36, x));
  const start = { x: x + shift, y: box.y + box.height };
  const end = { x: endX + shift, y: at.redis.y };
  const middle = (start.y + end.y) / 2;
  return [start, { x: start.x, y: middle + 12 }, { x: end.x, y: middle - 12 }, end];
}
