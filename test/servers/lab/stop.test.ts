// POST …/stop: SIGTERM, at which a server disconnects its clients. Kill's SIGKILL leaves it no time for that.
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorld, type World } from "../../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded");
});
afterAll(() => world?.close());

test("a stopped server disconnects its clients first, and can be started again", async () => {
  const lab = await world.openLab();
  const alpha = await lab.client("a");
  const gone = new Promise((resolve) => alpha.socket.once("disconnect", resolve));
  expect(await lab.change("POST", "/servers/a/stop")).toMatchObject({ state: "stopped", pid: null });
  expect(await gone).toBe("transport close");
  const { seq } = await lab.traced("disconnected", ({ reason }) => reason === "server shutting down");
  const stopped = await lab.traced("server", ({ state }) => state === "stopped");
  expect(stopped.seq).toBeGreaterThan(seq);
  expect(stopped.reason).toBe("exit code 0");

  const back = new Promise<void>((resolve) => alpha.socket.once("connect", () => resolve()));
  expect(await lab.change("POST", "/servers/a/start")).toMatchObject({ state: "running" });
  await back;
});

test("a killed server says nothing", async () => {
  const lab = await world.openLab();
  await lab.client("a");
  await lab.change("POST", "/servers/a/kill");
  await lab.traced("server", ({ state }) => state === "stopped");
  const reasons = (await lab.trace()).flatMap((event) =>
    event.type === "disconnected" ? [event.reason] : [],
  );
  expect(reasons).not.toContain("server shutting down");
});

test("a server that doesn't end at SIGTERM is killed", async () => {
  const lab = await world.openLab();
  process.kill(lab.servers.a.pid ?? 0, "SIGSTOP");
  expect(await lab.change("POST", "/servers/a/stop")).toMatchObject({ state: "stopped", pid: null });
});

test("stopping needs the lab's token, and a server that is down stays down", async () => {
  const lab = await world.openLab();
  expect((await world.call("POST", `/api/labs/${lab.id}/servers/a/stop`)).status).toBe(401);
  await lab.change("POST", "/servers/a/kill");
  expect(await lab.change("POST", "/servers/a/stop")).toMatchObject({ state: "stopped" });
});
