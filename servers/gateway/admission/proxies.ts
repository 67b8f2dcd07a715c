// Finds the address of the client when proxies stand in front: which of them are trusted, and what they say in X-Forwarded-For.
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import proxyAddress from "proxy-addr";

/** How many proxies stand in front, or their addresses and networks, e.g. `10.0.0.0/8`, `loopback`, `uniquelocal`. */
export type TrustedProxies = number | readonly string[];

/**
 * Returns a function that finds a request's client: walking back from the connection through `X-Forwarded-For`, the first
 * address that isn't a trusted proxy. Anything there that isn't an address ends the walk at the proxy that sent it. Throws
 * a TypeError if a network isn't valid.
 */
export function clientBehind(trusted: TrustedProxies): (req: IncomingMessage) => string {
  const isTrusted =
    typeof trusted === "number"
      ? (_: string, hop: number) => hop < trusted
      : proxyAddress.compile([...trusted]);
  return (req) => {
    const chain = [req.socket.remoteAddress ?? "", ...forwardedFor(req)];
    let client = chain[0] ?? "";
    for (const [hop, address] of chain.entries()) {
      if (!isIP(address)) break;
      client = address;
      if (!isTrusted(address, hop)) break;
    }
    return client;
  };
}

/** The addresses in `X-Forwarded-For`, nearest first. Some proxies add a port, and brackets around IPv6. */
function forwardedFor(req: IncomingMessage): string[] {
  const header = req.headers["x-forwarded-for"];
  const text = Array.isArray(header) ? header.join(",") : (header ?? "");
  return text
    .split(",")
    .slice(-maxHops)
    .reverse()
    .map((part) => part.trim())
    .map((part) => /^\[(.*)\](?::\d+)?$/.exec(part)?.[1] ?? /^([\d.]+):\d+$/.exec(part)?.[1] ?? part);
}

/** No setup has more proxies in a row; a client that sends more made them up. */
const maxHops = 20;
