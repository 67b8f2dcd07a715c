// Lets pages of named other sites use labs here: a static edition that was built with `--live`. By default there are none.
//
//   its page ──GET /readyz, /api/labs…, Socket.IO on /labs and /watch──▶ this gateway; no cookie, no workshop, no metrics
import type { IncomingMessage } from "node:http";

/** What such a page may ask for. */
const forSites = /^\/(api\/labs|labs|watch|readyz)(\/|\?|$)/;
const methods = "GET, POST, PATCH, DELETE";

/** Returns the site, one of `sites` (origins), whose page made this request, if it asks for what such pages may use; else null. */
export function siteOf(req: IncomingMessage, sites: readonly string[]): string | null {
  const { origin = "" } = req.headers;
  return sites.includes(origin) && forSites.test(req.url ?? "/") ? origin : null;
}

/** Returns the headers of Fetch's CORS protocol that let a site's page read the response. None for all other requests. */
export function siteHeaders(req: IncomingMessage, sites: readonly string[]): Record<string, string> {
  const site = siteOf(req, sites);
  if (site === null) return sites.length > 0 && forSites.test(req.url ?? "/") ? { vary: "origin" } : {};
  return {
    vary: "origin",
    "access-control-allow-origin": site,
    "access-control-expose-headers": "retry-after",
    ...(isPreflight(req) && {
      "access-control-allow-methods": methods,
      "access-control-allow-headers": "authorization, content-type",
      "access-control-max-age": "600",
    }),
  };
}

/** Whether a browser asks beforehand what it may send. */
export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
