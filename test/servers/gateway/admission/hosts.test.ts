// A host is recognized by its name, in any spelling.
import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { refusal } from "../../../../servers/gateway/admission/origin.ts";
import { readConfig } from "../../../../servers/gateway/config.ts";

const asked = (headers: Record<string, string>, url = "/watch/socket.io/") =>
  ({ headers, url }) as unknown as IncomingMessage;

test.each([
  ["Annas-MacBook-Pro.local", "annas-macbook-pro.local:3000"],
  ["annas-macbook-pro.local", "ANNAS-MacBook-Pro.local"],
  ["name.example:3000", "name.example:3000"],
  ["name.example:3000", "name.example"],
  ["http://name.example", "name.example"],
  ["https://Name.Example:8443/", "name.example:8443"],
  [" name.example ", "name.example"],
  ["other.example, name.example", "name.example:3000"],
  ["other.example,,name.example,", "name.example"],
  ["name.example.", "name.example"],
  ["name.example", "name.example.:3000"],
  ["bücher.example", "xn--bcher-kva.example"],
  ["[2001:db8::1]:3000", "[2001:db8::1]:3000"],
  ["2001:DB8::1", "[2001:db8::1]"],
])("started with --allow-host %j, it is known as %j", (flag, host) => {
  for (const { allowedHosts } of [
    readConfig(["--allow-host", flag], {}),
    readConfig([], { ALLOW_HOST: flag }),
    ...(flag.includes(",") ? [] : [readConfig(["--allow-host", "other.example", "--allow-host", flag], {})]),
  ]) {
    expect(refusal(asked({ host }), allowedHosts)).toBeNull();
    expect(refusal(asked({ host, origin: `http://${host}` }), allowedHosts)).toBeNull();
  }
});

test("a public address adds its own name", () => {
  const { allowedHosts } = readConfig(["--workshop", "--public-url", "http://Class.Example:8080"], {});
  expect(refusal(asked({ host: "class.example:8080" }), allowedHosts)).toBeNull();
});

test.each([
  "evil.example",
  "name.example.evil.example",
  "evil-name.example",
  "name.example/",
  "name.example@evil.example",
  "name.example, evil.example",
  "localhost/.evil.example",
  "http://localhost",
  "[::1",
  "",
])("it is not known as %j", (host) => {
  expect(refusal(asked({ host }), ["name.example"])).toMatch(/not known as/);
});

test.each([
  ["localhost:3000", "http://localhost:3000"],
  ["LOCALHOST:3000", "http://localhost:3000"],
  ["name.example:443", "https://name.example"],
  ["name.example", "http://name.example:80"],
  ["name.example:80", "https://name.example"],
  ["127.0.0.1:3000", "https://Name.Example"],
])("a page under %s with the origin %s is our own", (host, origin) => {
  expect(refusal(asked({ host, origin }), ["name.example"])).toBeNull();
});

test.each([
  ["localhost:3000", "http://localhost:3001"],
  ["localhost:3000", "http://localhost"],
  ["localhost", "file://"],
  ["localhost", "null"],
  ["localhost", "chrome-extension://localhost"],
  ["localhost:3000", "https://name.example:8443"],
  ["name.example", "http://name.example.evil.example"],
])("a page under %s with the origin %s is not", (host, origin) => {
  expect(refusal(asked({ host, origin }), ["name.example"])).toMatch(/Only pages of/);
});

test.each([
  "/watch/socket.io/?EIO=4&transport=polling",
  "/workshop/socket.io/",
  "/labs/x/a/socket.io/",
  "/api/labs",
])("%s is not for an image or a link on another site, which send no Origin", (url) => {
  const from = (site: string) => refusal(asked({ host: "localhost", "sec-fetch-site": site }, url), []);
  expect(["cross-site", "same-site"].map(from)).toEqual([
    expect.stringMatching(/another site/),
    expect.stringMatching(/another site/),
  ]);
  expect(["same-origin", "none"].map(from)).toEqual([null, null]);
});

test.each(["/", "/03-two-servers/", "/apiary/", "/labs.html", "/healthz"])(
  "a link on another site may lead to %s",
  (url) => {
    expect(refusal(asked({ host: "localhost", "sec-fetch-site": "cross-site" }, url), [])).toBeNull();
  },
);
