// `npm start` is a small process above the gateway that restarts it when it dies, and leaves nothing behind when it ends.
import { once } from "node:events";
import net from "node:net";
import { dirname } from "node:path";
import { io } from "socket.io-client";
import { describe, expect, onTestFinished, test } from "vitest";
import { isAlive, processesBelow } from "../../processes.ts";
import { startSupervised } from "../../supervised.ts";

const instructorKey = "supervised-key";
const within = { timeout: 20_000 };

/** Without a redis-server. */
async function start(...args: string[]) {
  const { REDIS_URL: _, ...env } = process.env;
  const started = await startSupervised({
    args,
    env: { ...env, PATH: dirname(process.execPath), INSTRUCTOR_KEY: instructorKey },
  });
  /** The current process of the gateway. */
  const gatewayPid = () =>
    processesBelow(started.child.pid ?? 0).find(({ command }) => command.includes("gateway/main.ts"))?.pid;
  return { ...started, gatewayPid };
}

const isWell = async (url: string) => (await fetch(`${url}/healthz`).catch(() => null))?.ok ?? false;

describe.skipIf(process.platform === "win32")("a gateway that dies", () => {
  test("restarts on its port, 20 pages reconnect by themselves, and no process of the old one is left", {
    timeout: 90_000,
  }, async () => {
    const { child, url, gatewayPid, errors } = await start("--workshop", "--learners", "1");
    const pages = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const auth = { role: "learner", key: `page-${index}-of-a-learner`, name: `Mia ${index}` };
        const page = io(url, { path: "/workshop/socket.io/", auth, forceNew: true });
        onTestFinished(() => void page.disconnect());
        await once(page as never, "connect");
        return page;
      }),
    );
    const lab = (await (await fetch(`${url}/api/labs`, { method: "POST" })).json()) as {
      servers: Record<string, { pid: number }>;
    };
    // A suspended one can't notice that its gateway is gone.
    process.kill(lab.servers.a?.pid ?? 0, "SIGSTOP");
    const before = processesBelow(child.pid ?? 0).map(({ pid }) => pid);
    const first = gatewayPid();

    process.kill(first ?? 0, "SIGKILL");
    await expect.poll(() => before.filter(isAlive), within).toEqual([]);
    await expect.poll(() => isWell(url), within).toBe(true);
    await expect.poll(() => pages.filter(({ connected }) => connected).length, within).toBe(20);

    expect(gatewayPid()).not.toBe(first);
    expect(errors).toContain("The gateway died (SIGKILL), and is restarting.");
  });

  test("five times in a row isn't restarted, and its end is reported", { timeout: 120_000 }, async () => {
    const { child, gatewayPid, errors } = await start();
    const exit = once(child, "exit");
    const killed: number[] = [];
    const timer = setInterval(() => {
      const pid = gatewayPid();
      if (!pid || killed.includes(pid)) return;
      killed.push(pid);
      process.kill(pid, "SIGKILL");
    }, 50);
    onTestFinished(() => clearInterval(timer));

    expect(await exit).toEqual([1, null]);
    expect(killed).toHaveLength(5);
    expect(errors.at(-1)).toMatch(/died 5 times in a row.*isn't restarted/);
  });
});

describe.skipIf(process.platform === "win32")("the process above the gateway", () => {
  test.each(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
    "ends cleanly with %s, and leaves nothing",
    async (signal) => {
      const { child } = await start();
      const below = processesBelow(child.pid ?? 0).map(({ pid }) => pid);
      const exit = once(child, "exit");
      child.kill(signal);

      expect(await exit).toEqual([0, null]);
      expect(below.filter(isAlive)).toEqual([]);
    },
  );

  test("takes the gateway with it when it is killed", async () => {
    const { child, url } = await start();
    const below = processesBelow(child.pid ?? 0).map(({ pid }) => pid);
    child.kill("SIGKILL");

    await expect.poll(() => below.filter(isAlive), within).toEqual([]);
    expect(await isWell(url)).toBe(false);
  });

  test("says why the first start failed, and ends with 1", async () => {
    const taken = net.createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void taken.close());
    await once(taken, "listening");
    const { port } = taken.address() as net.AddressInfo;

    await expect(start("--port", String(port))).rejects.toThrow(`Port ${port} on 127.0.0.1 is in use.`);
  });
});
