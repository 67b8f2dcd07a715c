// Which client a request is from, behind proxies: only what a trusted proxy added counts.
import type { IncomingMessage } from "node:http";
import { describe, expect, test } from "vitest";
import { clientBehind } from "../../../../servers/gateway/admission/proxies.ts";
import { readConfig } from "../../../../servers/gateway/config.ts";
import { ConfigError } from "../../../../servers/gateway/config-error.ts";

const asked = (remoteAddress: string | undefined, forwardedFor?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor },
  }) as unknown as IncomingMessage;

describe("the client of a request", () => {
  test.each([
    ["one proxy", 1, "10.0.0.1", "1.1.1.1", "1.1.1.1"],
    ["one proxy, and a header that the client made up", 1, "10.0.0.1", "9.9.9.9, 1.1.1.1", "1.1.1.1"],
    ["two proxies", 2, "10.0.0.1", "9.9.9.9, 1.1.1.1, 10.0.0.2", "1.1.1.1"],
    ["two proxies, one of which added nothing", 2, "10.0.0.1", "1.1.1.1", "1.1.1.1"],
    ["no header", 1, "10.0.0.1", undefined, "10.0.0.1"],
    ["an empty header", 1, "10.0.0.1", "", "10.0.0.1"],
    ["garbage", 1, "10.0.0.1", "<script>", "10.0.0.1"],
    ["garbage before an address", 2, "10.0.0.1", "<script>, 1.1.1.1", "1.1.1.1"],
    ["a port", 1, "10.0.0.1", "1.1.1.1:4711", "1.1.1.1"],
    ["IPv6 with a port", 1, "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"],
    ["a trusted network", ["10.0.0.0/8"], "10.0.0.1", "9.9.9.9, 1.1.1.1, 10.2.0.1", "1.1.1.1"],
    [
      "a trusted network that mapped addresses belong to",
      ["10.0.0.0/8"],
      "::ffff:10.0.0.1",
      "1.1.1.1",
      "1.1.1.1",
    ],
    ["a connection from elsewhere", ["10.0.0.0/8"], "8.8.8.8", "1.1.1.1", "8.8.8.8"],
    ["a name for a network", ["loopback"], "::1", "1.1.1.1", "1.1.1.1"],
    ["a connection that is already gone", 1, undefined, "1.1.1.1", ""],
    ["a thousand addresses", 20, "10.0.0.1", `${"9.9.9.9, ".repeat(1000)}1.1.1.1`, "9.9.9.9"],
  ])("%s", (_, trusted, remote, header, client) => {
    expect(clientBehind(trusted)(asked(remote, header))).toBe(client);
  });
});

test.each([
  ["1", 1],
  ["20", 20],
  ["10.0.0.0/8, loopback", ["10.0.0.0/8", "loopback"]],
  ["0", undefined],
  ["off", undefined],
  ["", undefined],
])("TRUST_PROXY=%j is read as %j", (text, proxies) => {
  expect(readConfig([], { TRUST_PROXY: text }).trustedProxies).toEqual(proxies);
  expect(readConfig(["--trust-proxy", text], {}).trustedProxies).toEqual(proxies);
});

test.each(["21", "-1", "1.5", "everybody", "10.0.0.0/33", "10.0.0.1,,"])(
  "TRUST_PROXY=%j is refused",
  (text) => {
    expect(() => readConfig([], { TRUST_PROXY: text })).toThrow(ConfigError);
  },
);
