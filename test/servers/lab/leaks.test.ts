// Labs release what they use: when all are closed, the gateway has the processes and descriptors it had before.
import { availableParallelism } from "node:os";
import { io } from "socket.io-client";
import { expect, onTestFinished, test } from "vitest";
import { type OpenedLab, serverNames } from "../../../servers/protocol.ts";
import { startPlayground } from "../../playground.ts";

const labs = 3;
/** The size of the pool; see servers/lab/labs.ts. */
const poolSize = Math.min(4, 2 * availableParallelism());

test.skipIf(process.platform !== "linux")(
  "labs that are opened, used, broken and closed leave nothing behind",
  { timeout: 240_000 },
  async () => {
    const playground = await startPlayground({ kind: "embedded", args: ["--capacity", "20"] });
    onTestFinished(() => playground.close());
    // Kept-alive connections would be counted as well.
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
    // Until the pool is full, the numbers grow by themselves.
    await expect.poll(() => held().processes).toBe(poolSize);
    const before = held();

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

    const left = () => {
      const { processes, descriptors = 0 } = held();
      return {
        processes: processes - before.processes,
        descriptors: Math.max(0, descriptors - (before.descriptors ?? 0)),
      };
    };
    await expect.poll(left, { timeout: 60_000, interval: 200 }).toEqual({ processes: 0, descriptors: 0 });
  },
);
