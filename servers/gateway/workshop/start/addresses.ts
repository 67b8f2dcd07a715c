// Finds the addresses at which phones and laptops in the room can probably reach this machine.
import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";
import { joinPath } from "../../../base-path.ts";

/** Container and virtual-machine bridges, and tunnels: phones can rarely reach them. */
const virtual =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|wg|tailscale|zt|podman|cni|flannel|lxc|lxd|bridge|vEthernet|VirtualBox|VMware|ham)/i;
const wireless = /^(wl|wi-?fi|wlan|en0$)/i;
const isPrivate = /^(192\.168|10|172\.(1[6-9]|2\d|3[01]))\./;
const isLinkLocal = /^169\.254\./;

/** Returns this machine's IPv4 addresses that others can reach, likeliest first. */
export function lanAddresses(
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
): string[] {
  const found = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ family, internal }) => family === "IPv4" && !internal)
      .map(({ address }) => ({ address, doubts: doubts(name, address) })),
  );
  return found.toSorted((one, other) => one.doubts - other.doubts).map(({ address }) => address);
}

/** Returns a score of how unlikely it is that others can reach an address. */
function doubts(name: string, address: string): number {
  return (
    (isLinkLocal.test(address) ? 8 : 0) +
    (virtual.test(name) ? 4 : 0) +
    (isPrivate.test(address) ? 0 : 2) +
    (wireless.test(name) ? 0 : 1)
  );
}

export interface Reach {
  host: string;
  port: number;
  /** The path below which the site is served, with a slash at both ends. */
  base: string;
  /** Set where the machine's own addresses don't help, e.g. in a container. */
  publicUrl: string | null;
}

/**
 * Returns the site's URLs for others, likeliest first, without a final slash. A server that listens on one address has only
 * that one.
 */
export function reachableUrls({ host, port, base, publicUrl }: Reach, addresses = lanAddresses): string[] {
  const all = host === "0.0.0.0" || host === "::" ? addresses() : [host];
  const origins = all.map((address) => `http://${address.includes(":") ? `[${address}]` : address}:${port}`);
  return (publicUrl ? [publicUrl] : origins).map((origin) => joinPath(origin, base.slice(0, -1)));
}

/** Returns where learners join, for each of these URLs. */
export const joinUrls = (urls: readonly string[]): string[] => urls.map((url) => joinPath(url, "/join/"));
