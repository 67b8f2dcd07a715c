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
])("%s is this machine's own name, and no browser is told to use https for it", (host) => {
  expect(rulesOf(host, "https")).not.toHaveProperty("strict-transport-security");
  expect(rulesOf(host)).toHaveProperty("cross-origin-opener-policy", "same-origin");
});

test.each(["crosstalk.example", "localhost.example", "notlocalhost", "192.168.1.20:3000", "128.0.0.1"])(
  "%s is told to use https where a proxy says that it does, and only there",
  (host) => {
    expect(rulesOf(host, "https")).toMatchObject({
      "strict-transport-security": "max-age=31536000",
      "cross-origin-opener-policy": "same-origin",
    });
    for (const rules of [rulesOf(host), rulesOf(host, "http")]) {
      expect(rules).not.toHaveProperty("strict-transport-security");
      expect(rules).not.toHaveProperty("cross-origin-opener-policy");
    }
  },
);
