// What /healthz calls ok can serve a page and open a lab.
import { expect, onTestFinished, test } from "vitest";
import type { OpenOptions } from "../../playground.ts";
import { openWorld, type World } from "../../world.ts";

async function open(options: Omit<OpenOptions, "kind">): Promise<World> {
  const world = await openWorld("embedded", options);
  onTestFinished(() => world.close());
  return world;
}
const healthOf = async (world: World, path = "/healthz") => (await world.call("GET", path)).body;

test("a gateway is degraded while its site is not there, and ok from then on", async () => {
  let isSiteReady = false;
  const world = await open({ isSiteReady: () => isSiteReady });
  await world.openLab();
  expect(await healthOf(world)).toMatchObject({ status: "degraded", redis: { up: true }, labs: { open: 1 } });
  isSiteReady = true;
  expect(await healthOf(world)).toMatchObject({ status: "ok" });
});

test("a gateway whose server processes cannot start is degraded, and opens no lab", async () => {
  const world = await open({ program: new URL("./no-such-program.ts", import.meta.url) });
  expect(await healthOf(world)).toMatchObject({ status: "degraded", labs: { open: 0 } });
  expect(await world.call("POST", "/api/labs")).toMatchObject({ status: 503 });
  expect(await healthOf(world)).toMatchObject({ status: "degraded" });
});

test.each(["/healthz", "/healthz/", "/healthz?x=1", "/healthz/?x=1"])("%s tells it", async (path) => {
  const world = await open({});
  await world.openLab();
  await expect.poll(() => healthOf(world, path), { timeout: 10_000 }).toMatchObject({ status: "ok" });
});

test.each(["/healthzz", "/healthz/x", "/healthz.html"])("%s is a path of the site", async (path) => {
  const world = await open({ site: (_req, res) => void res.end('"site"') });
  expect((await world.call("GET", path)).body).toBe("site");
});
