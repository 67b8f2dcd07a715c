// What labs take they give back: when all are closed, the gateway has the processes and the descriptors that it had before.
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { type OpenedLab, serverNames } from "../../../servers/protocol.ts";
import { startPlayground } from "../../playground.ts";

const labs = 3;

test.skipIf(process.platform !== "linux")(
  "labs that are opened, used, broken and closed leave nothing behind",
  { timeout: 120_000 },
  async () => {
    const playground = await startPlayground({ kind: "embedded", args: ["--capacity", "20"] });
    onTestFinished(() => playground.close());
    // Connections that are kept open for a next request would be counted too.
    const call = async (path: string, method: string, token = "", body?: unknown) => {
      const headers = { connection: "close", authorization: `Bearer ${token}` };
      const answer = await fetch(`${playground.url}/api/labs${path}`, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      expect(answer.ok).toBe(true);
      return answer.text();
    };
    const held = () => ({
      processes: playground.processes().length,
      descriptors: playground.descriptors(playground.pid),
    });
    /** Resolves with what is held when it has not changed for a second: the pool is full. */
    async function calm(): Promise<ReturnType<typeof held>> {
      let last = held();
      let since = Date.now();
      await expect
        .poll(
          () => {
            const now = held();
            if (JSON.stringify(now) !== JSON.stringify(last)) since = Date.now();
            last = now;
            return Date.now() - since;
          },
          { timeout: 30_000, interval: 100 },
        )
        .toBeGreaterThan(1000);
      return last;
    }
    const before = await calm();

    const closing: Promise<unknown>[] = [];
    for (let count = 0; count < labs; count += 1) {
      const { id, token, servers } = JSON.parse(await call("", "POST")) as OpenedLab;
      for (const name of serverNames) {
        await call(`/${id}/servers/${name}`, "PATCH", token, { link: "adapter" });
        const transports = count % 2 === 0 ? ["websocket"] : ["polling", "websocket"];
        const client = io(playground.url, { path: servers[name].path, forceNew: true, transports });
        onTestFinished(() => void client.disconnect());
        await new Promise<void>((resolve) => client.once("connect", resolve));
        await client.emitWithAck("message", "hi");
      }
      await call(`/${id}/cables/a`, "PATCH", token, { state: "reset" });
      await call(`/${id}/servers/b/kill`, "POST", token);
      await call(`/${id}/servers/b/start`, "POST", token);
      closing.push(call(`/${id}`, "DELETE", token));
    }
    await Promise.all(closing);

    await expect.poll(held, { timeout: 30_000, interval: 200 }).toEqual(before);
  },
);
