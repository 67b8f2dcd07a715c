import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openWorld, type TestClient, type TestLab, type World } from "../world.ts";
import { connect, exchange, frame, head, webSocketHead } from "./raw.ts";

let world: World;
let lab: TestLab;
let alpha: TestClient;
beforeAll(async () => {
  world = await openWorld("embedded");
  lab = await world.openLab({ shared: true });
  alpha = await lab.client("a", { transports: ["websocket"] });
});
afterAll(() => world.close());

async function expectAlive(): Promise<void> {
  expect(await alpha.send("still here")).toBe("ok");
  expect((await world.call("GET", "/healthz")).status).toBe(200);
}

const webSocket = () => `/labs/${lab.id}/a/socket.io/?EIO=4&transport=websocket`;

describe("an upgrade that nothing handles", () => {
  test.each([
    ["/watch/x", { Upgrade: "x" }],
    ["/watch/socket.io", {}],
    ["/workshop/socket.io/", {}],
    ["/workshop/x", {}],
    ["/api/labs", {}],
    ["/", { Upgrade: "h2c" }],
    ["/watch/socket.io/?EIO=4&transport=websocket", { Upgrade: "x" }],
    ["/labs/x/a/socket.io/?EIO=4&transport=websocket", { Upgrade: "h2c" }],
    ["/labs/x/a/socket.io/?EIO=4&transport=websocket", {}],
    ["/labs/", {}],
  ])("at %s %j is refused, and its connection ends even if the client keeps it", async (path, headers) => {
    expect(await exchange(world.url, webSocketHead(path, headers))).toMatch(
      /^HTTP\/1\.1 4\d\d .*\r\nconnection: close/s,
    );
  });

  test("leaves no descriptor open and no place in use", async () => {
    const small = await openWorld("embedded", { limits: { maxConnections: 10 } });
    onTestFinished(() => small.close());
    for (let count = 0; count < 60; count += 1) {
      const socket = await connect(small.url);
      socket.on("close", () => {});
      socket.end(webSocketHead("/watch/x", { Upgrade: "x" }));
      socket.resume();
      await new Promise((resolve) => socket.once("close", resolve));
    }
    expect((await small.call("GET", "/healthz")).status).toBe(200);
  });

  test("gets a response for HTTP/1.0 too", async () => {
    const text = webSocketHead(webSocket()).replace("HTTP/1.1", "HTTP/1.0");
    expect(await exchange(world.url, text)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

test("a WebSocket behind a request that is still to be answered closes the connection", async () => {
  const polling = `/labs/${lab.id}/a/socket.io/?EIO=4&transport=polling`;
  const bytes = head(`GET ${polling}`, { Connection: "keep-alive" }) + webSocketHead(webSocket());
  expect(await exchange(world.url, bytes)).toBe("");
  await expectAlive();
});

describe("a client whose connection is reset while it is handed over", () => {
  test.each([0, 1, 2])("harms nobody, %i turns of the event loop after its upgrade", async (turns) => {
    for (let round = 0; round < 150; round += 1) {
      const socket = await connect(world.url);
      socket.write(webSocketHead(webSocket()));
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
    }
    await expectAlive();
  });

  test("harms nobody after any byte of its upgrade and of its first frames", async () => {
    const bytes = Buffer.concat([
      Buffer.from(webSocketHead(webSocket())),
      frame("40"),
      frame('42["message","hi"]'),
    ]);
    for (let length = 0; length <= bytes.length; length += 3) {
      const socket = await connect(world.url);
      if (length > 0) await new Promise((resolve) => socket.write(bytes.subarray(0, length), resolve));
      if (length % 2 === 0) socket.resetAndDestroy();
      else socket.end();
    }
    await expectAlive();
  });

  test("gives all descriptors back", async () => {
    const before = await openConnections();
    for (let round = 0; round < 100; round += 1) {
      const socket = await connect(world.url);
      socket.write(webSocketHead(webSocket()));
      socket.resetAndDestroy();
    }
    await expect.poll(openConnections).toBeLessThanOrEqual(before);
  });
});

/** How many connections the gateway has, not counting this one. */
async function openConnections(): Promise<number> {
  return process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
}
