// Decides which requests the gateway accepts: those of its own pages, and those of programs that are not browsers.
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { siteOf } from "./allowed-sites.ts";
import { hostName } from "./host-name.ts";

/** Other sites may link to pages, files and the gateway's health, but not to these. */
const notForLinks = /^\/(api|labs|watch|workshop)(\/|\?|$)/;
/** Paths that the gateway serves itself. Pages and files are public and change nothing, so other sites may load them. */
const notFiles = /^\/(api|labs|watch|workshop|healthz|livez|readyz|metrics)(\/|\?|$)/;

/**
 * Returns why the host that a request names is refused, or null. It has to be an address or a known name, because an attacker
 * can point a name at 127.0.0.1 (DNS rebinding). `allowedHosts` are written as by `hostName`.
 */
export function hostRefusal(req: IncomingMessage, allowedHosts: readonly string[]): string | null {
  const host = req.headers.host ?? "";
  const name = (host.includes("/") ? null : hostName(host)) ?? "";
  if (name === "localhost" || isIP(name) || allowedHosts.includes(name)) return null;
  return `This address is not known as ${name || "an empty name"}. Use localhost or an IP address, or start with --allow-host ${name || "<name>"}. Behind a proxy, let the proxy pass on Host, and allow the name that people type.`;
}

/**
 * Returns why the request is refused, or null: for its host, or because another site's page made it.
 *
 * Browsers send `Origin` with every WebSocket and with every request that another site's page makes to change something,
 * so it has to be ours: the request's host, or one of `allowedHosts`, because a proxy in front may change `Host`; or else one
 * of `allowedSites`. They send `Sec-Fetch-Site` with every request, even for an image.
 */
export function refusal(
  req: IncomingMessage,
  allowedHosts: readonly string[] = [],
  allowedSites: readonly string[] = [],
): string | null {
  const unknown = hostRefusal(req, allowedHosts);
  if (unknown !== null) return unknown;
  if (siteOf(req, allowedSites) !== null) return null;
  const host = req.headers.host ?? "";
  const path = req.url ?? "/";
  const { origin, "sec-fetch-site": site } = req.headers;
  if (site !== undefined && site !== "same-origin" && site !== "none" && notForLinks.test(path)) {
    return `Only pages of ${host} may do this; it came from a page of another site.`;
  }
  if (origin === undefined || !notFiles.test(path)) return null;
  if (isOrigin(origin, host) || isAllowed(origin, allowedHosts)) return null;
  return `Only pages of ${host} may do this; it came from ${origin.slice(0, 100)}`;
}

/** Whether `origin` is one of the names, at its scheme's default port. Another port may be another program. */
function isAllowed(origin: string, allowedHosts: readonly string[]): boolean {
  if (!/^https?:/i.test(origin) || !URL.canParse(origin)) return false;
  const { port, host } = new URL(origin);
  return port === "" && allowedHosts.includes(hostName(host) ?? "");
}

/** Whether `origin` and `host` are the same, ignoring case and the scheme's default port. */
function isOrigin(origin: string, host: string): boolean {
  if (!/^https?:/i.test(origin) || !URL.canParse(origin)) return false;
  const own = `${new URL(origin).protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === new URL(origin).host;
}
