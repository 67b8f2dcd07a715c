// A cable to Redis for a server outside of a lab, in the process that opens it.
import { createCable } from "../../servers/lab/process/cable/cable.ts";
import { connectByCable } from "../../servers/lab/process/cable/connect-by-cable.ts";
import type { CableSetting } from "../../servers/lab/process-protocol.ts";

export interface FactCable {
  /** The address the server uses for Redis; only the cable listens there. */
  url: string;
  set: (state: CableSetting["state"]) => void;
  close: () => void;
}

let count = 0;

export function openCable(redisUrl: string, delayMs = 0): FactCable {
  const passing = { left: () => {}, lost: () => {} };
  const tap = () => ({ entered: () => passing, closed: () => {} });
  const cable = createCable(new URL(redisUrl), { state: "up", delayMs }, tap);
  count += 1;
  const url = Object.assign(new URL(redisUrl), { hostname: `127.0.1.${count}` });
  connectByCable(url, cable.connect);
  return { url: url.href, set: (state) => cable.set({ state, delayMs }), close: cable.close };
}
