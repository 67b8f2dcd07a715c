// Where a message waited on its way, or waits now: in a server that takes its time, or in the queue of its Redis client.

import type { ServerName } from "../../../servers/protocol.ts";
import type { Story } from "../derive/story.ts";

export interface Wait {
  server: ServerName;
  /** Undefined while it goes on. */
  ms: number | undefined;
  /** In hops: from here on it is seen. */
  from: number;
}

/** What a healthy server needs is no wait. */
const leastMs = 50;

export function waitsOf({ message, hops, steps, isSettled }: Story): Wait[] {
  const { trail, server, world, received, foreign } = message;
  const first = (type: (typeof trail)[number]["type"], at: ServerName) =>
    trail.find((event) => event.type === type && event.server === at)?.at;
  const waits: Wait[] = [];
  const publish = hops.find(({ kind, from }) => kind === "publish" && from.at === "server");
  const taken = first("received", server);
  const published = first("published", server);
  if (publish && taken !== undefined && published !== undefined && published - taken >= leastMs)
    waits.push({ server, ms: published - taken, from: publish.step });
  for (const { kind, step, to } of hops) {
    if (kind !== "channel" || to.at !== "server") continue;
    const arrived = first("arrived", to.server);
    const delivered = first("delivered", to.server);
    if (arrived !== undefined && delivered !== undefined && delivered - arrived >= leastMs)
      waits.push({ server: to.server, ms: delivered - arrived, from: step + 1 });
  }
  const isQueued = received && world.servers[server].link !== "none" && published === undefined;
  if (!isSettled && !foreign && (!received || isQueued)) waits.push({ server, ms: undefined, from: steps });
  return waits;
}
