// What an app of the user's own does with the network: its HTTP servers don't take a port but listen where the lab says, and its
// connections to Redis go through the lab's cable.
import dns from "node:dns";
import type http from "node:http";
import module from "node:module";
import net from "node:net";
import type { Duplex } from "node:stream";

/** An HTTP server on which the app called `listen`. */
export interface ListeningServer {
  server: http.Server;
  port: number;
}

/** Makes HTTP servers listen where the lab says from now on. `onListening` is called with each. Call it before the app is loaded. */
export function onServerListening(
  onListening: (server: ListeningServer) => void,
): (server: http.Server, path: string) => Promise<void> {
  const { listen } = net.Server.prototype;
  const { Server } = process.getBuiltinModule("node:http"); // importing it would load much more; see main.ts
  Server.prototype.listen = function (this: http.Server, ...args: unknown[]) {
    const port = portOf(args[0]);
    const listener = args.findLast((arg) => typeof arg === "function") as (() => void) | undefined;
    if (listener) this.once("listening", listener);
    this.address = () => ({ address: "127.0.0.1", family: "IPv4", port });
    onListening({ server: this, port });
    process.nextTick(() => this.emit("listening"));
    return this;
  } as http.Server["listen"];
  return (server, path) => new Promise((resolve) => listen.call(server, path, resolve));
}

function portOf(first: unknown): number {
  const given = typeof first === "object" && first !== null && "port" in first ? first.port : first;
  return Number(given) || 0;
}

/** Where the app believes its Redis to be: `REDIS_URL`, or port 6379 anywhere. */
function isRedis(port: unknown, host: unknown): boolean {
  const { REDIS_URL = "" } = process.env;
  const own = URL.parse(REDIS_URL);
  return Number(port) === 6379 || (own?.port === String(port) && own.hostname === host);
}

function addressIn([first, second]: unknown[]): { port?: unknown; host?: unknown } {
  return typeof first === "object" && first !== null ? first : { port: first, host: second };
}

/** From now on, connections to the app's Redis are made by `connect`. Call it before the app is loaded. */
export function redirectRedis(connect: () => Duplex): void {
  for (const name of ["connect", "createConnection"] as const) {
    const plain = net[name] as (...args: unknown[]) => net.Socket;
    const byCable = (...args: unknown[]) => {
      const { port, host } = addressIn(args);
      return isRedis(port, host) ? connect() : plain(...args);
    };
    Object.assign(net, { [name]: byCable });
  }
  divertName();
  module.syncBuiltinESMExports(); // for `import { connect } from "node:net"`
}

/** Resolves the name of the app's Redis, which this machine may not know: node-redis looks it up for itself, too. */
function divertName(): void {
  const name = URL.parse(process.env.REDIS_URL ?? "")?.hostname;
  const { lookup } = dns.promises;
  const local = { address: "127.0.0.1", family: 4 };
  const byCable = async (host: string, options: dns.LookupOptions = {}) => {
    if (host !== name) return lookup(host, options);
    return options.all ? [local] : local;
  };
  Object.assign(dns.promises, { lookup: byCable });
}
