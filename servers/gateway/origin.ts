// Whom the gateway listens to: pages that it served itself, and programs that are no browsers.
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/**
 * Null when the request may go on, else why not.
 *
 * A browser sends `Origin` with every request that a page of another site makes to change something, and with
 * every WebSocket; it has to be ours. `Host` has to be an address or a name that we know, or a name that an
 * attacker points at 127.0.0.1 would pass for ours (DNS rebinding).
 */
export function refusal(req: IncomingMessage, allowedHosts: readonly string[]): string | null {
  const host = req.headers.host ?? "";
  const name = host
    .replace(/:\d+$/, "")
    .replace(/^\[|\]$/g, "")
    .toLowerCase();
  if (name !== "localhost" && !isIP(name) && !allowedHosts.includes(name)) {
    return `This address is not known as ${name || "an empty name"}. Use localhost or an IP address, or start with --allow-host ${name || "<name>"}`;
  }
  const { origin } = req.headers;
  if (origin === undefined || hostOf(origin) === host) return null;
  return `Only pages of ${host} may do this; it came from ${origin.slice(0, 100)}`;
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
