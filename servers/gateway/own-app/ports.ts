// Three ports on this machine for an app's own pages: on server A, on server B, and behind the balancer. An app's pages ask for
// `/socket.io/` and `/style.css`, so they need an origin of their own and not a path under the playground's.
import http, { type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { ErrorBoundary } from "../../error-boundary.ts";
import type { Lab } from "../../lab/lab.ts";
import type { ServerName } from "../../protocol.ts";
import { surviveResets } from "../admission/connections.ts";
import { hostRefusal } from "../admission/origin.ts";
import { balanced, createRelayTo, type Target } from "../relay/relay.ts";
import { guardRequests } from "../request-guard.ts";

export type PortName = ServerName | "balanced";

export interface AppPorts {
  urls: Record<PortName, string>;
  close: () => void;
}

export interface AppPortsOptions {
  /** The first of three ports in a row; 0 for any free ones. A port that is taken is replaced by any free one. */
  port: number;
  /** Returns the lab whose servers run the app. Throws a LabError if there is none. */
  lab: () => Lab;
  boundary: ErrorBoundary;
}

const host = "127.0.0.1";

/** Resolves once all three listen. */
export async function openAppPorts({ port, lab, boundary }: AppPortsOptions): Promise<AppPorts> {
  const servers: http.Server[] = [];
  const open = async (name: PortName, index: number): Promise<string> => {
    const server = serve((req) => targetOf(name, lab(), req), boundary);
    servers.push(server);
    await listen(server, port && port + index);
    boundary.listen(server, (error) => boundary.report("port of an app", error));
    return `http://localhost:${(server.address() as AddressInfo).port}`;
  };
  const urls = { a: await open("a", 0), b: await open("b", 1), balanced: await open("balanced", 2) };
  return {
    urls,
    close() {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

function targetOf(name: PortName, lab: Lab, req: IncomingMessage): Target {
  const url = req.url ?? "/";
  return name === "balanced" ? balanced(lab, req, url, "/") : { server: lab.servers[name], url };
}

function serve(find: (req: IncomingMessage) => Target, boundary: ErrorBoundary): http.Server {
  const server = http.createServer({ noDelay: true });
  const relay = createRelayTo(find, boundary);
  surviveResets(server, boundary);
  server.on("request", relay.request);
  server.on("upgrade", relay.upgrade);
  // Refuses names that an attacker points at this machine. Which other pages may call the app is the app's own business (CORS).
  const refusal = (req: IncomingMessage) => hostRefusal(req, []);
  guardRequests(server, { boundary, refusal, headers: () => ({}), socketPaths: ["/"] });
  return server;
}

async function listen(server: http.Server, port: number): Promise<void> {
  try {
    await listenOn(server, port);
  } catch {
    await listenOn(server, 0);
  }
}

function listenOn(server: http.Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, host, () => {
    server.off("error", reject);
    resolve();
  });
  return promise;
}
