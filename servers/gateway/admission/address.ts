// The address that limits count a request for.
import type { IncomingMessage } from "node:http";

const noted = new WeakMap<IncomingMessage, string>();

/** Notes the address of a request's client, as the proxies in front reported it. */
export function noteClient(req: IncomingMessage, address: string): void {
  noted.set(req, limitKey(address));
}

/**
 * Returns the address that a request came from, as limits count it: what `noteClient` said, else the other end of its
 * connection; "" when that is already gone.
 */
export function addressOf(req: IncomingMessage): string {
  return noted.get(req) ?? limitKey(req.socket.remoteAddress ?? "");
}

/**
 * Returns the key under which limits count `address`, written as Node does: `10.0.0.1`, `::ffff:10.0.0.1`, `fe80::1%eth0`. An
 * IPv6 address is shortened to its /64, because one machine has all of that. Local addresses (fc00::/7, fe80::/10), where
 * many machines share a /64, stay whole.
 */
export function limitKey(address: string): string {
  const [plain = ""] = address.toLowerCase().split("%");
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped) return mapped;
  if (!plain.includes(":") || plain === "::1" || /^(f[cd]|fe[89ab])/.test(plain)) return plain;
  const [head = "", tail = ""] = plain.split("::");
  const [left, right] = [head, tail].map((part) => (part ? part.split(":") : []));
  const zeros = Math.max(0, 8 - (left?.length ?? 0) - (right?.length ?? 0));
  const groups = [...(left ?? []), ...Array<string>(zeros).fill("0"), ...(right ?? [])];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

/** Whether it is this machine's own address: a single user, or a proxy in front of many. */
export function isOwnMachine(address: string): boolean {
  return address === "127.0.0.1" || address === "::1";
}
