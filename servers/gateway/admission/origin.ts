// Whom the gateway listens to: pages that it served itself, and programs that are no browsers.
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { hostName } from "./host-name.ts";

/** What pages are made of can be linked to from everywhere; these are for our own pages and for programs. */
const notForLinks = /^\/(api|labs|watch|workshop)(\/|\?|$)/;

/**
 * Null when the request may go on, else why not.
 *
 * A browser sends `Origin` with every request that a page of another site makes to change something, and with
 * every WebSocket; it has to be ours. It sends `Sec-Fetch-Site` with every request, an image's too. `Host` has to be an
 * address or a name that we know, or a name that an attacker points at 127.0.0.1 would pass for ours (DNS rebinding).
 * `allowedHosts` are names as `hostName` writes them.
 */
export function refusal(req: IncomingMessage, allowedHosts: readonly string[]): string | null {
  const host = req.headers.host ?? "";
  const name = (host.includes("/") ? null : hostName(host)) ?? "";
  if (name !== "localhost" && !isIP(name) && !allowedHosts.includes(name)) {
    return `This address is not known as ${name || "an empty name"}. Use localhost or an IP address, or start with --allow-host ${name || "<name>"}`;
  }
  const { origin, "sec-fetch-site": site } = req.headers;
  if (site !== undefined && site !== "same-origin" && site !== "none" && notForLinks.test(req.url ?? "/")) {
    return `Only pages of ${host} may do this; it came from a page of another site.`;
  }
  if (origin === undefined || isOrigin(origin, host)) return null;
  return `Only pages of ${host} may do this; it came from ${origin.slice(0, 100)}`;
}

/** Whether a page with this origin has that `Host`, where case and the port that its scheme implies make no difference. */
function isOrigin(origin: string, host: string): boolean {
  if (!/^https?:/.test(origin) || !URL.canParse(origin)) return false;
  const own = `${new URL(origin).protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === new URL(origin).host;
}
