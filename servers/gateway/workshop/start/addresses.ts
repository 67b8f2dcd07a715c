// By which addresses phones and laptops in the room may reach this machine, the likeliest first.
import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";

/** Bridges of containers and virtual machines, tunnels: a phone is hardly behind them. */
const virtual =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|wg|tailscale|zt|podman|cni|flannel|lxc|lxd|bridge|vEthernet|VirtualBox|VMware|ham)/i;
const wireless = /^(wl|wi-?fi|wlan|en0$)/i;
const isPrivate = /^(192\.168|10|172\.(1[6-9]|2\d|3[01]))\./;
const isLinkLocal = /^169\.254\./;

/** IPv4 addresses of this machine, without those that only it reaches. */
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

/** What speaks against an address, the worst counting most. */
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
  /** Given where the machine's own addresses say nothing, as in a container. */
  publicUrl: string | null;
}

/** Addresses of the site for others, the likeliest first; what listens on one address has that one only. */
export function reachableUrls({ host, port, publicUrl }: Reach, addresses = lanAddresses): string[] {
  if (publicUrl) return [publicUrl];
  const all = host === "0.0.0.0" || host === "::" ? addresses() : [host];
  return all.map((address) => `http://${address.includes(":") ? `[${address}]` : address}:${port}`);
}
