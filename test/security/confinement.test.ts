// A lab's server processes can only do what they need, and running out of memory only affects that process.
import { fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { compileCache, confinement } from "../../servers/lab/confinement.ts";
import { openWorld, type World } from "../world.ts";
import { openNonReadingClient } from "./raw.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded");
});
afterAll(() => world.close());

test("reads only its code, and no file once that is loaded; writes, starts and loads nothing else", async () => {
  const folder = await mkdtemp(join(tmpdir(), "crosstalk-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const probe = fork(new URL("./confined-probe.ts", import.meta.url), [join(folder, "probe.sock")], {
    execArgv: confinement,
    env: { NODE_COMPILE_CACHE: compileCache },
  });
  const [could] = await once(probe, "message");
  expect(could).toEqual({ loading: ["read its code", "write compiled code"], serving: [] });
});

test.skipIf(process.platform !== "linux")(
  "every server of a lab runs like that, with its own environment and a socket that only this user can open",
  async () => {
    const { servers } = await world.openLab();
    for (const { pid } of [servers.a, servers.b]) {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      expect(command).toEqual(expect.arrayContaining(confinement));
      const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      const names = environment.map((pair) => pair.split("=")[0]).filter(Boolean);
      expect(names.toSorted()).toEqual([
        "NODE_CHANNEL_FD",
        "NODE_CHANNEL_SERIALIZATION_MODE",
        "NODE_COMPILE_CACHE",
        ...(process.env.NODE_EXTRA_CA_CERTS ? ["NODE_EXTRA_CA_CERTS"] : []),
        "NO_COLOR",
        "PATH",
      ]);
    }
    const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(`crosstalk-${process.pid}-`));
    expect(folders.length).toBeGreaterThan(0);
    for (const folder of folders) expect(statSync(join(tmpdir(), folder)).mode & 0o777).toBe(0o700);
  },
);

test("a server that runs out of memory is shown as crashed, says why, and starts again", async () => {
  const lab = await world.openLab();
  const neighbour = await world.openLab();
  const bystander = await neighbour.client("a");
  // It receives everything and reads nothing, so the server keeps all of it.
  const nonReading = await openNonReadingClient(world.url, lab.servers.a.path);
  onTestFinished(() => void nonReading.destroy());
  const alpha = await lab.client("a", { transports: ["websocket"] });
  const large = "x".repeat(900_000);
  let crashed = false;
  const filling = (async () => {
    while (!crashed) await alpha.send(large).catch(() => {});
  })();
  await expect
    .poll(async () => (await world.call("GET", `/api/labs/${lab.id}`)).body.servers.a.state, {
      timeout: 40_000,
    })
    .toBe("crashed");
  crashed = true;
  await filling;
  expect(await lab.traced("server", ({ state }) => state === "crashed")).toMatchObject({
    server: "a",
    reason: expect.stringContaining("memory"),
  });
  expect((await world.call("GET", `/api/labs/${lab.id}`)).body.servers.b.state).toBe("running");
  expect(await bystander.send("still here")).toBe("ok");
  expect(await lab.change("POST", "/servers/a/start")).toMatchObject({ state: "running" });
});
