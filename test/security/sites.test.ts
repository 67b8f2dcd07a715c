// A static site that is named with --allow-site can use labs from its readers' browsers; all other sites still can't.
import { io } from "socket.io-client";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openWorld, type TestLab, type World } from "../world.ts";
import { upgrade } from "./raw.ts";

const site = "https://lessons.example";
const others = [
  "https://evil.example",
  "http://lessons.example",
  `${site}:8443`,
  `${site}.evil.example`,
  "null",
];
let world: World;
let lab: TestLab;
beforeAll(async () => {
  world = await openWorld("embedded", { allowedSites: [site] });
  lab = await world.openLab({ shared: true });
});
afterAll(() => world.close());

const from = (origin: string, path: string, init: RequestInit = {}) =>
  fetch(world.url + path, {
    ...init,
    headers: { origin, "sec-fetch-site": "cross-site", ...(init.headers as Record<string, string>) },
  });
const paths = () => [
  `/api/labs/${lab.id}`,
  `/labs/${lab.id}/a/socket.io/?EIO=4&transport=polling`,
  `/labs/${lab.id}/balanced/socket.io/?EIO=4&transport=polling`,
  "/watch/socket.io/?EIO=4&transport=polling",
  "/readyz",
];

test("its pages read the responses of the API and of long-polling, without cookies", async () => {
  for (const path of paths()) {
    const answer = await from(site, path);
    expect(answer.status, path).toBe(200);
    expect(answer.headers.get("access-control-allow-origin"), path).toBe(site);
    expect(answer.headers.get("vary"), path).toContain("origin");
    expect(answer.headers.get("access-control-allow-credentials"), path).toBeNull();
  }
});

test("an error can be read, too, with when to try again", async () => {
  const answer = await from(site, "/api/labs/nosuchlab");
  expect(answer.status).toBe(404);
  expect(answer.headers.get("access-control-allow-origin")).toBe(site);
  expect(answer.headers.get("access-control-expose-headers")).toBe("retry-after");
});

test("a browser that asks beforehand may send the token and a JSON body", async () => {
  const headers = { "access-control-request-method": "PATCH" };
  const answer = await from(site, `/api/labs/${lab.id}/servers/a`, { method: "OPTIONS", headers });
  expect(answer.status).toBe(204);
  expect(answer.headers.get("access-control-allow-methods")).toBe("GET, POST, PATCH, DELETE");
  expect(answer.headers.get("access-control-allow-headers")).toBe("authorization, content-type");
});

test("its page's client connects by WebSocket", async () => {
  const client = io(world.url, {
    path: `/labs/${lab.id}/a/socket.io/`,
    transports: ["websocket"],
    extraHeaders: { origin: site },
  });
  onTestFinished(() => void client.close());
  await expect.poll(() => client.connected).toBe(true);
});

test("pages of all other sites are refused, and told nothing", async () => {
  for (const origin of others) {
    for (const path of paths().filter((one) => one !== "/readyz" || origin !== "null")) {
      const answer = await from(origin, path);
      expect(answer.status, `${origin} ${path}`).toBe(403);
      expect(answer.headers.get("access-control-allow-origin"), `${origin} ${path}`).toBeNull();
    }
    const { status, socket } = await upgrade(world.url, {
      path: `/labs/${lab.id}/a/socket.io/?EIO=4&transport=websocket`,
      headers: { origin },
    });
    socket.destroy();
    expect(status, origin).toBe(403);
  }
});

test.each(["/api/workshop", "/workshop/socket.io/?EIO=4&transport=polling", "/metrics", "/healthz"])(
  "%s isn't for its pages",
  async (path) => {
    const answer = await from(site, path);
    expect(answer.status).toBe(403);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  },
);

test("a gateway that other sites' pages use doesn't run learners' code unless it's told to", async () => {
  expect(await (await from(site, `/api/labs/${lab.id}`)).json()).toMatchObject({ mayRunCode: false });
});
