// Connects to the Redis that a URL names.
import net from "node:net";
import tls from "node:tls";

/** Connects to the host and port of a redis:// or rediss:// URL. The caller signs in. */
export function connectTo(target: URL): net.Socket {
  const address = addressOf(target);
  if (target.protocol === "rediss:") return tls.connect({ ...address, servername: address.host });
  return net.connect({ ...address, noDelay: true });
}

export function addressOf({ hostname, port }: URL): { host: string; port: number } {
  return { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 6379) };
}
