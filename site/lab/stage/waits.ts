// Where a message waited or is waiting: in a slow server, or in the queue of its Redis client.

import type { ServerName } from "../../../servers/protocol.ts";
import type { Story } from "../derive/story.ts";

export interface Wait {
  server: ServerName;
  /** Undefined while it's still waiting. */
  ms: number | undefined;
  /** It's shown from this hop on. */
  from: number;
}

export function waitsOf({ hops, waitsOn, steps }: Story): Wait[] {
  const over = hops.flatMap(({ waitedMs, from, step }) =>
    waitedMs !== undefined && from.at === "server" ? [{ server: from.server, ms: waitedMs, from: step }] : [],
  );
  return [...over, ...waitsOn.map(({ server }) => ({ server, ms: undefined, from: steps }))];
}
