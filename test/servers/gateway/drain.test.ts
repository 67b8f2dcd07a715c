// A gateway that is being replaced: it opens no more labs, lets open ones continue, and ends with the last of them.
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { type StartedPlayground, startPlayground } from "../../playground.ts";

async function start(env: NodeJS.ProcessEnv = {}): Promise<StartedPlayground> {
  const playground = await startPlayground({
    kind: "embedded",
    env: { GATEWAY_NAME: "g-1", DRAIN_SECONDS: "600", LOG_LEVEL: "info", LOG_FORMAT: "json", ...env },
  });
  onTestFinished(() => playground.kill());
  return playground;
}
const open = async ({ url }: StartedPlayground) => {
  const response = await fetch(`${url}/api/labs`, { method: "POST" });
  return { status: response.status, after: response.headers.get("retry-after"), lab: await response.json() };
};
const statusOf = async ({ url }: StartedPlayground, path: string) => (await fetch(`${url}${path}`)).status;
const remove = ({ url }: StartedPlayground, { id, token }: { id: string; token: string }) =>
  fetch(`${url}/api/labs/${id}`, { method: "DELETE", headers: { authorization: `Bearer ${token}` } });

async function watch({ url }: StartedPlayground, id: string) {
  const socket = io(url, {
    path: "/watch/socket.io/",
    auth: { lab: id },
    query: { lab: id },
    forceNew: true,
  });
  onTestFinished(() => void socket.disconnect());
  const draining = new Promise<number>((resolve) => socket.once("draining", resolve));
  const gone = new Promise<string>((resolve) => socket.once("gone", resolve));
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  return { draining, gone };
}

test("SIGTERM refuses new labs, and the last lab's end ends the gateway", async () => {
  const playground = await start();
  await expect.poll(() => statusOf(playground, "/readyz")).toBe(200);
  const { lab } = await open(playground);
  expect(lab.id).toMatch(/^g-1\.[\w-]{16}$/);
  const page = await watch(playground, lab.id);
  process.kill(playground.pid, "SIGTERM");
  expect(await page.draining).toBe(600_000);
  expect(await open(playground)).toMatchObject({
    status: 503,
    after: "5",
    lab: { error: { code: "unavailable" } },
  });
  expect(await statusOf(playground, "/readyz")).toBe(503);
  expect(await statusOf(playground, "/livez")).toBe(200);
  expect(await statusOf(playground, `/api/labs/${lab.id}`)).toBe(200);
  const late = await watch(playground, lab.id);
  expect(await late.draining).toBeLessThanOrEqual(600_000);
  expect((await remove(playground, lab)).status).toBe(204);
  await expect.poll(() => statusOf(playground, "/livez").catch(() => "ended")).toBe("ended");
});

test("a second signal ends everything at once", async () => {
  const playground = await start();
  const { lab } = await open(playground);
  const page = await watch(playground, lab.id);
  process.kill(playground.pid, "SIGTERM");
  await page.draining;
  process.kill(playground.pid, "SIGTERM");
  expect(await page.gone).toBe("shutdown");
});

test("without labs there is nothing to wait for, and without DRAIN_SECONDS nothing waits", async () => {
  const idle = await start();
  await idle.close();
  const busy = await start({ DRAIN_SECONDS: "" });
  const { lab } = await open(busy);
  const page = await watch(busy, lab.id);
  await busy.close();
  expect(await page.gone).toBe("shutdown");
});

test("the log has a line for each step, and neither ids nor tokens", async () => {
  const playground = await start();
  const { lab } = await open(playground);
  await remove(playground, lab);
  await playground.close();
  const lines = playground.errors.map((line) => JSON.parse(line));
  expect(lines.map(({ event }) => event)).toEqual([
    "started",
    "lab opened",
    "lab closed",
    "draining",
    "stopped",
  ]);
  expect(lines[1]).toMatchObject({ lab: `${lab.id.slice(0, 10)}…`, open: 1 });
  const all = playground.errors.join("\n");
  expect(all).not.toContain(lab.token);
  expect(all).not.toContain(lab.id);
});
