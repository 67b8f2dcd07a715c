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

export function waitsOf({ hops, waitsOn, steps }: Story): Wait[] {
  const over = hops.flatMap(({ waitedMs, from, step }) =>
    waitedMs !== undefined && from.at === "server" ? [{ server: from.server, ms: waitedMs, from: step }] : [],
  );
  return [...over, ...waitsOn.map(({ server }) => ({ server, ms: undefined, from: steps }))];
}
