// A gateway that /healthz calls ok can serve a page and open a lab.
import { describe, expect, onTestFinished, test } from "vitest";
import type { OpenOptions } from "../../playground.ts";
import { openWorld, type World } from "../../world.ts";

async function open(options: Omit<OpenOptions, "kind">): Promise<World> {
  const world = await openWorld("embedded", { poolSize: 1, ...options });
  onTestFinished(() => world.close());
  return world;
}
const healthOf = async (world: World, path = "/healthz") => (await world.call("GET", path)).body;

test("a gateway is degraded while its site is missing, and ok from then on", async () => {
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

describe("/readyz", () => {
  test("is 200 once a lab can be opened, and 503 with the reason until then", async () => {
    let isSiteReady = false;
    const world = await open({ isSiteReady: () => isSiteReady });
    expect(await world.call("GET", "/readyz")).toMatchObject({
      status: 503,
      body: { error: { code: "unavailable", message: expect.stringMatching(/site/) } },
    });
    isSiteReady = true;
    await expect.poll(async () => (await world.call("GET", "/readyz")).status).toBe(200);
  });

  test("is 503 while all labs are in use, which isn't a fault", async () => {
    const world = await open({ capacity: 1 });
    await world.openLab();
    expect(await world.call("GET", "/readyz")).toMatchObject({
      status: 503,
      body: { error: { code: "capacity" } },
    });
    expect(await healthOf(world)).toMatchObject({ status: "ok" });
  });

  test("is 503 while no server process can start, and /livez is 200 anyway", async () => {
    const world = await open({ program: new URL("./no-such-program.ts", import.meta.url) });
    expect((await world.call("GET", "/readyz")).status).toBe(503);
    expect((await world.call("GET", "/livez")).status).toBe(200);
  });
});

test("/metrics counts labs, ended servers, refusals and errors, and names no lab", async () => {
  const world = await open({});
  const lab = await world.openLab();
  await lab.change("POST", "/servers/a/kill");
  await world.call("GET", "/api/labs/none");
  await world.call("DELETE", `/api/labs/${lab.id}`);
  await fetch(`${world.url}/api/labs`, { headers: { origin: "https://evil.example" } });
  const scrape = async () => {
    const response = await fetch(`${world.url}/metrics/`);
    expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    return response.text();
  };
  await expect.poll(scrape).toContain('crosstalk_servers_ended_total{state="stopped"} 1');
  const text = await scrape();
  for (const line of [
    "crosstalk_labs_open 1",
    "crosstalk_labs_capacity 10",
    "crosstalk_lab_opening_seconds_count 1",
    'crosstalk_api_errors_total{code="not_found"} 1',
    'crosstalk_api_errors_total{code="unauthorized"} 1',
    'crosstalk_refused_total{kind="403 Forbidden"} 1',
  ]) {
    expect(text.split("\n")).toContain(line);
  }
  expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds \S+/);
  expect(Number(/crosstalk_trace_events_total (\d+)/.exec(text)?.[1])).toBeGreaterThan(0);
  expect(text).not.toContain(lab.id);
});

test.each(["/healthz", "/healthz/", "/healthz?x=1", "/healthz/?x=1"])("%s tells it", async (path) => {
  const world = await open({});
  await world.openLab();
  await expect.poll(() => healthOf(world, path)).toMatchObject({ status: "ok" });
});

test.each(["/readyzz", "/metrics/x", "/healthzz", "/healthz/x", "/healthz.html"])(
  "%s is a path of the site",
  async (path) => {
    const world = await open({ site: (_req, res) => void res.end('"site"') });
    expect((await world.call("GET", path)).body).toBe("site");
  },
);
