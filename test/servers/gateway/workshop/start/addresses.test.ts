// Which of a machine's addresses phones get, and in which order.
import type { NetworkInterfaceInfo } from "node:os";
import { describe, expect, test } from "vitest";
import {
  joinUrls,
  lanAddresses,
  reachableUrls,
} from "../../../../../servers/gateway/workshop/start/addresses.ts";

const v4 = (address: string, internal = false) =>
  ({ address, family: "IPv4", internal }) as NetworkInterfaceInfo;
const v6 = (address: string) => ({ address, family: "IPv6", internal: false }) as NetworkInterfaceInfo;

describe("the addresses of a machine", () => {
  test.each([
    [
      "a laptop with Docker",
      {
        lo: [v4("127.0.0.1", true)],
        docker0: [v4("172.17.0.1")],
        "br-1f2e": [v4("172.18.0.1")],
        enp3s0: [v4("10.0.0.5")],
        wlp2s0: [v4("192.168.1.20"), v6("fe80::1")],
      },
      ["192.168.1.20", "10.0.0.5", "172.17.0.1", "172.18.0.1"],
    ],
    [
      "a Mac with a VPN and an unconnected cable",
      { utun3: [v4("10.8.0.2")], en5: [v4("169.254.8.9")], en0: [v4("192.168.0.7")] },
      ["192.168.0.7", "10.8.0.2", "169.254.8.9"],
    ],
    [
      "Windows with WSL",
      {
        "vEthernet (WSL)": [v4("172.20.0.1")],
        "VirtualBox Host-Only Network": [v4("192.168.56.1")],
        "Wi-Fi": [v4("192.168.43.10")],
      },
      ["192.168.43.10", "172.20.0.1", "192.168.56.1"],
    ],
    ["a machine without a network", { lo: [v4("127.0.0.1", true)], wlan0: [v6("fe80::2")] }, []],
  ])("of %s are listed with the likeliest first", (_machine, interfaces, expected) => {
    expect(lanAddresses(interfaces)).toEqual(expected);
  });
});

describe("the addresses of the site", () => {
  const addresses = () => ["192.168.1.20", "10.0.0.5"];

  test.each([
    ["all", { host: "0.0.0.0", publicUrl: null }, ["http://192.168.1.20:80", "http://10.0.0.5:80"]],
    ["the one it listens on", { host: "10.0.0.5", publicUrl: null }, ["http://10.0.0.5:80"]],
    ["IPv6 in brackets", { host: "fd00::1", publicUrl: null }, ["http://[fd00::1]:80"]],
    ["only the public one", { host: "0.0.0.0", publicUrl: "https://c.example" }, ["https://c.example"]],
  ])("are %s", (_which, reach, expected) => {
    expect(reachableUrls({ ...reach, port: 80, base: "/" }, addresses)).toEqual(expected);
    const below = reachableUrls({ ...reach, port: 80, base: "/crosstalk/" }, addresses);
    expect(joinUrls(below)).toEqual(expected.map((url) => `${url}/crosstalk/join/`));
  });
});
