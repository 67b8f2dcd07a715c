// Gives each request of the gateway to its handler, by its path.
import type http from "node:http";
import type { Relay } from "./relay/relay.ts";

interface Handlers {
  relay: Relay;
  toApi: http.RequestListener;
  toSite: http.RequestListener;
}

/** Gives each request to its handler, by its path. */
export function route(server: http.Server, { relay, toApi, toSite }: Handlers): void {
  server.on("request", (req, res) => {
    const path = req.url ?? "/";
    if (path.startsWith("/labs/")) relay.request(req, res);
    else if (path.startsWith("/api/") || /^\/(healthz|livez|readyz|metrics)\/?(\?|$)/.test(path))
      toApi(req, res);
    else toSite(req, res);
  });
  server.on("upgrade", (req, socket, head) => {
    if (req.url?.startsWith("/labs/")) relay.upgrade(req, socket, head);
  });
}
