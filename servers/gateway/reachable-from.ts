// From where a gateway can be reached, and by which name.
import { isIPv4 } from "node:net";
import type { TrustedProxies } from "./admission/proxies.ts";

interface Reach {
  host: string;
  allowedHosts?: readonly string[];
  allowedSites?: readonly string[];
  trustedProxies?: TrustedProxies | undefined;
}

/** Whether the gateway can be reached from this machine only, and not through a proxy or another site's page on it either. */
export function isPrivate({ host, allowedHosts = [], allowedSites = [], trustedProxies }: Reach): boolean {
  const isLoopback = host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
  return isLoopback && allowedHosts.length === 0 && allowedSites.length === 0 && !trustedProxies;
}

/** Returns the host name under which a browser on this machine reaches a server that listens on `host`. */
export function urlHost(host: string): string {
  if (["127.0.0.1", "0.0.0.0", "::", "::1"].includes(host)) return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
