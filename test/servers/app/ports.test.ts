// Whatever comes to the ports of an app's own pages ends in a response or a closed connection.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createErrorBoundary } from "../../../servers/error-boundary.ts";
import { connect, exchange, head, webSocketHead } from "../../security/raw.ts";
import { openWorld, type TestLab, type World } from "../../world.ts";

const boundary = createErrorBoundary({ print: () => {} });
let world: World;
let lab: TestLab;
beforeAll(async () => {
  const file = join(import.meta.dirname, "apps", "chat.js");
  world = await openWorld("embedded", { boundary, app: { file, print: () => {} } });
  lab = await world.openLab({ shared: true });
});
afterAll(() => world.close());

const urls = () => lab.app?.urls ?? { a: "", b: "", balanced: "" };

async function expectWell(): Promise<void> {
  expect(boundary.counts()).toEqual({});
  expect((await world.call("GET", "/livez")).status).toBe(200);
  expect(await exchange(urls().balanced, head("GET /"))).toContain("my app");
}

const webSocket = webSocketHead("/socket.io/?EIO=4&transport=websocket");

describe.each(["a", "balanced"] as const)("the port of %s", (name) => {
  test.each([
    ["a target that is no path", head("OPTIONS *"), /^HTTP\/1\.1 400 /],
    ["a target that no URL begins with", head("GET //["), /^HTTP\/1\.1 [24]\d\d /],
    ["a target with a host of its own", head("GET http://evil.example/"), /^HTTP\/1\.1 403 /],
    ["two hosts", head("GET /").replace("\r\n", "\r\nHost: evil.example\r\n"), /^HTTP\/1\.1 400 /],
    ["an upgrade to something else", webSocket.replace("Upgrade: websocket", "Upgrade: h2c"), / 400 /],
    [
      "an upgrade behind an unanswered request",
      `${head("GET /", { Connection: "keep-alive" })}${webSocket}`,
      /^$/,
    ],
    ["a trailer that nothing frames", head("GET /", { Trailer: "x", TE: "x" }), /^HTTP\/1\.1 200 /],
    ["no HTTP", "no HTTP\r\n\r\n", /^HTTP\/1\.1 400 /],
  ])("lives through %s", async (_, bytes, answer) => {
    expect(await exchange(urls()[name], bytes)).toMatch(answer);
    await expectWell();
  });

  test("lives through connections that are reset while they are handed over", async () => {
    for (let round = 0; round < 50; round += 1) {
      const socket = await connect(urls()[name]);
      socket.write(webSocket);
      for (let turn = 0; turn < round % 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
    }
    await expectWell();
  });
});

test("whether another site's page may call the app is for the app to say", async () => {
  const headers = { Origin: "http://localhost:5173", "Sec-Fetch-Site": "same-site" };
  expect(await exchange(urls().a, head("GET /api/orders", headers))).toMatch(/^HTTP\/1\.1 200 .*my app/s);
});
