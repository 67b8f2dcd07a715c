// Gives each request of the gateway to its handler, by its path.
import type http from "node:http";
import type { Relay } from "./relay/relay.ts";

interface Handlers {
  relay: Relay;
  toApi: http.RequestListener;
  toSite: http.RequestListener;
}

/** Whether a path, with or without a query, is one that says how the gateway is. */
export const isHealthPath = (path: string): boolean =>
  /^\/(healthz|livez|readyz|metrics)\/?(\?|$)/.test(path);

/** Gives each request to its handler, by its path. */
export function route(server: http.Server, { relay, toApi, toSite }: Handlers): void {
  server.on("request", (req, res) => {
    const path = req.url ?? "/";
    if (path.startsWith("/labs/")) relay.request(req, res);
    else if (path.startsWith("/api/") || isHealthPath(path)) toApi(req, res);
    else toSite(req, res);
  });
  server.on("upgrade", (req, socket, head) => {
    if (req.url?.startsWith("/labs/")) relay.upgrade(req, socket, head);
  });
}
