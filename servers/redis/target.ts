// Where a Redis URL leads, and a connection to it.
import net from "node:net";
import tls from "node:tls";

/** Connects to the Redis that a redis:// or rediss:// URL means; the caller signs in. */
export function connectTo(target: URL): net.Socket {
  const address = addressOf(target);
  if (target.protocol === "rediss:") return tls.connect({ ...address, servername: address.host });
  return net.connect({ ...address, noDelay: true });
}

export function addressOf({ hostname, port }: URL): { host: string; port: number } {
  return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 6379) };
}
