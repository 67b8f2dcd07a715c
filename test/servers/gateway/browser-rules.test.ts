import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { browserRules } from "../../../servers/gateway/browser-rules.ts";

const rulesOf = (host: string, proto?: string) =>
  browserRules({
    headers: { host, ...(proto && { "x-forwarded-proto": proto }) },
  } as unknown as IncomingMessage);

test.each([
  "localhost",
  "localhost:3000",
  "LOCALHOST",
  "localhost.",
  "demo.localhost:80",
  "127.0.0.1:3000",
  "127.9.9.9",
  "[::1]:3000",
  "[::1]",
])("%s is this machine's own name, and its pages are their own origin group", (host) => {
  expect(rulesOf(host)).toHaveProperty("cross-origin-opener-policy", "same-origin");
});

test.each(["crosstalk.example", "localhost.example", "notlocalhost", "192.168.1.20:3000", "128.0.0.1"])(
  "the pages of %s are one if a proxy says that it has TLS, and only then",
  (host) => {
    expect(rulesOf(host, "https")).toHaveProperty("cross-origin-opener-policy", "same-origin");
    for (const rules of [rulesOf(host), rulesOf(host, "http")]) {
      expect(rules).not.toHaveProperty("cross-origin-opener-policy");
    }
  },
);

test("HSTS is left to the proxy, which has the certificate", () => {
  for (const host of ["localhost", "crosstalk.example"])
    expect(rulesOf(host, "https")).not.toHaveProperty("strict-transport-security");
});
