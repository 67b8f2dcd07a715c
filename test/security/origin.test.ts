// Pages of other sites can't reach anything here: not with a request, a WebSocket, or a name that points at us.
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openWorld, type TestLab, type World } from "../world.ts";
import { connect, upgrade } from "./raw.ts";

let world: World;
let lab: TestLab;
beforeAll(async () => {
  world = await openWorld("embedded", { allowedHosts: ["crosstalk.example"] });
  lab = await world.openLab({ shared: true });
});
afterAll(() => world.close());

const foreign = [
  "http://evil.example",
  "https://evil.example",
  "http://localhost:1",
  "null",
  "file://",
  "not a URL",
];
const rebound = ["evil.example", "evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example", ""];

/** The Socket.IO endpoints. */
const ways: [string, () => string][] = [
  ["server A", () => `/labs/${lab.id}/a/socket.io/`],
  ["server B", () => `/labs/${lab.id}/b/socket.io/`],
  ["the balancer", () => `/labs/${lab.id}/balanced/socket.io/`],
  ["watchers", () => "/watch/socket.io/"],
];

async function get(path: string, headers: Record<string, string>): Promise<string> {
  const socket = await connect(world.url);
  const lines = Object.entries({ connection: "close", ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
  return (await socket.setEncoding("utf8").toArray()).join("");
}

describe.each(ways)("%s", (_, path) => {
  const host = () => new URL(world.url).host;
  const query = (transport: string) => `${path()}?EIO=4&transport=${transport}`;

  test("accepts no WebSocket and no polling from a page of another site", async () => {
    for (const origin of foreign) {
      const { status, answer, socket } = await upgrade(world.url, {
        path: query("websocket"),
        headers: { origin },
      });
      socket.destroy();
      expect(status, `${origin} ${answer}`).toBe(403);
      expect(await get(query("polling"), { host: host(), origin }), origin).toMatch(/^HTTP\/1\.1 403 /);
    }
  });

  test("accepts none for a name that somebody pointed at this machine", async () => {
    for (const name of rebound) {
      const headers = { host: name, origin: `http://${name}` };
      const { status, answer, socket } = await upgrade(world.url, { path: query("websocket"), headers });
      socket.destroy();
      expect(status, `${name} ${answer}`).toBe(403);
      expect(await get(query("polling"), headers), name).toMatch(/^HTTP\/1\.1 403 /);
    }
  });

  test("accepts both from our own pages, by every known name", async () => {
    for (const name of [host(), "localhost:3000", "[::1]:3000", "192.168.7.1", "crosstalk.example"]) {
      const headers = { host: name, origin: `http://${name}` };
      const { status, answer, socket } = await upgrade(world.url, { path: query("websocket"), headers });
      socket.destroy();
      expect(status, `${name} ${answer}`).toBe(101);
      expect(await get(query("polling"), headers), name).toMatch(/^HTTP\/1\.1 200 /);
    }
  });
});

test.each([
  ["GET", "/healthz"],
  ["POST", "/api/labs"],
  ["GET", "/api/labs/LAB"],
  ["GET", "/api/labs/LAB/trace"],
  ["PATCH", "/api/labs/LAB/servers/a"],
  ["POST", "/api/labs/LAB/servers/a/kill"],
  ["DELETE", "/api/labs/LAB"],
])("%s %s is refused to pages of other sites, even with the token", async (method, path) => {
  for (const origin of foreign) {
    const answer = await world.call(method, path.replace("LAB", lab.id), {
      token: lab.token,
      headers: { origin },
    });
    expect(answer, origin).toMatchObject({ status: 403, body: { error: { code: "forbidden" } } });
  }
  expect((await world.call("GET", `/api/labs/${lab.id}`)).body.servers.a.state).toBe("running");
});

test("a page is served whatever site its link stands on", async () => {
  for (const origin of foreign)
    expect((await world.call("GET", "/", { headers: { origin } })).status).toBe(404);
});

test("no response lets a page of another site read it", async () => {
  const { headers } = await fetch(`${world.url}/healthz`);
  expect([...headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
});

test("a token is never part of a URL, so no log has it", async () => {
  const watcher = io(world.url, {
    path: "/watch/socket.io/",
    auth: { lab: lab.id, token: lab.token },
    forceNew: true,
  });
  onTestFinished(() => void watcher.disconnect());
  const urls: string[] = [];
  watcher.io.engine.on("packetCreate", () => urls.push(JSON.stringify(watcher.io.engine.transport.query)));
  await new Promise<void>((resolve) => watcher.once("connect", () => resolve()));
  expect(urls.length).toBeGreaterThan(0);
  expect(urls.join()).not.toContain(lab.token);
  const inUrl = await world.call("DELETE", `/api/labs/${lab.id}?token=${lab.token}`);
  expect(inUrl).toMatchObject({ status: 401 });
});
