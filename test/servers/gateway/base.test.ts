// With --base everything is below one path: what the gateway accepts, and the addresses that it hands out.
import { io } from "socket.io-client";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { instructor, instructorKey, phone } from "../../class/people.ts";
import { upgrade } from "../../security/raw.ts";
import { hears, openWorld, type TestLab, type World } from "../../world.ts";

const base = "/a/crosstalk/";
let world: World;
let origin: string;
let lab: TestLab;
beforeAll(async () => {
  world = await openWorld("embedded", {
    base,
    site: (req, res) => void res.end(`the site's ${req.url}`),
    allowedSites: ["https://static.example"],
    workshop: { instructorKey, publicUrl: "https://x.example", learners: 1 },
  });
  origin = new URL(world.url).origin;
  lab = await world.openLab({ shared: true });
});
afterAll(() => world.close());

const ask = (path: string, init: RequestInit = {}) => fetch(origin + path, { redirect: "manual", ...init });

test.each([
  [base, "/"],
  [`${base}?x=1`, "/?x=1"],
  [`${base}03-two-servers/`, "/03-two-servers/"],
  [`${base}a/crosstalk/`, "/a/crosstalk/"],
  [`${base}/api/labs`, "//api/labs"],
])("%s is the site's %s", async (path, seen) => {
  expect(await (await ask(path)).text()).toBe(`the site's ${seen}`);
});

test.each(["/a/crosstalk", "/a/crosstalk?x=1"])("%s redirects to the base", async (path) => {
  const response = await ask(path, { method: "POST" });
  expect([response.status, response.headers.get("location")]).toEqual([308, base]);
});

test.each([
  "/",
  "/api/labs",
  "/a/",
  "/a/crosstalker/",
  "/A/crosstalk/",
  "/a%2Fcrosstalk/",
  "/a/%63rosstalk/",
  "//a/crosstalk/",
  "/watch/socket.io/?EIO=4&transport=polling",
  "/workshop/socket.io/?EIO=4&transport=polling",
])("%s is outside: 404, with the path that everything is below", async (path) => {
  const response = await ask(path, { headers: { origin } });
  expect([response.status, await response.json()]).toEqual([
    404,
    { error: { code: "not_found", message: `Nothing is here. Crosstalk is served below ${base}` } },
  ]);
});

test("nothing outside takes a WebSocket", async () => {
  const inside = lab.servers.a.path.slice(base.length - 1);
  for (const path of [inside, "/watch/socket.io/", "/workshop/socket.io/", base.slice(0, -1)]) {
    const { status, socket } = await upgrade(origin, { path: `${path}?EIO=4&transport=websocket` });
    socket.destroy();
    expect(status, path).toBe(404);
  }
});

test.each(["/healthz", "/livez", "/readyz", "/metrics"])("%s responds at the root, too", async (path) => {
  const found = [await ask(path), await ask(base.slice(0, -1) + path)];
  expect(found.map(({ status }) => status)).toEqual([200, 200]);
});

test("the API opens a lab whose paths stock clients can use as they are, by each transport", async () => {
  expect(lab.servers.b.path).toBe(`${base}labs/${lab.id}/b/socket.io/`);
  const polling = await lab.client("a", { transports: ["polling"] });
  const socket = await lab.client("a", { transports: ["websocket"] });
  await polling.send("hi");
  expect(await hears(socket, "hi")).toEqual(["hi"]);
  expect((await world.call("GET", `/api/labs/${lab.id}`)).body.servers.a.path).toBe(lab.servers.a.path);
  expect(await lab.change("PATCH", "/servers/a", { link: "none" })).toMatchObject(lab.servers.a);
});

test("the sticky balancer's cookie is for its path below the base", async () => {
  await lab.change("PATCH", "/balancer", { sticky: true });
  const path = `${base}labs/${lab.id}/balanced/`;
  const response = await ask(`${path}socket.io/?EIO=4&transport=polling`);
  expect(response.headers.get("set-cookie")).toMatch(new RegExp(`; Path=${path}; HttpOnly`));
});

test("a lab is watched below the base", async () => {
  const socket = io(origin, { path: `${base}watch/socket.io/`, auth: { lab: lab.id }, forceNew: true });
  onTestFinished(() => void socket.disconnect());
  await new Promise((resolve) => socket.once("trace", resolve));
  expect(socket.connected).toBe(true);
});

test("pages of an allowed site may use labs below the base, and pages of any other may not", async () => {
  const from = async (site: string) => {
    const response = await ask(`${base}api/labs/${lab.id}`, { headers: { origin: site } });
    return [response.status, response.headers.get("access-control-allow-origin")];
  };
  expect(await from("https://static.example")).toEqual([200, "https://static.example"]);
  expect(await from("https://evil.example")).toEqual([403, null]);
});

test("a class joins at the public address with the base, and each phone gets a path below it", async () => {
  expect((await world.call("GET", "/api/workshop")).body.joinUrls).toEqual([`https://x.example${base}join/`]);
  const [teacher, client] = [await instructor(world.url), await phone(world.url)];
  const { id } = (await teacher.ask("share")) as { id: string };
  await expect.poll(client.seat).toMatchObject({ path: `${base}labs/${id}/a/socket.io/` });
});
