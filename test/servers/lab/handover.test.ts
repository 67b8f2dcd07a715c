// Connections that a server's process doesn't accept are closed: none is left by one that was killed or is suspended.
import net from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startPlayground } from "../../playground.ts";

const count = 60;

test.skipIf(process.platform !== "linux").each(["is killed", "stands still"] as const)(
  "sockets handed to a process that %s are closed",
  async (what) => {
    const playground = await startPlayground({ kind: "embedded", args: ["--capacity", "4"] });
    onTestFinished(() => playground.close());
    const { hostname, port } = new URL(playground.url);
    const headers = { connection: "close" };
    const opened = await fetch(`${playground.url}/api/labs`, { method: "POST", headers });
    const { id, token, servers } = (await opened.json()) as {
      id: string;
      token: string;
      servers: { a: { pid: number; path: string } };
    };
    const descriptors = () => playground.descriptors(playground.pid) ?? 0;
    const pid = servers.a.pid;
    process.kill(pid, "SIGSTOP");
    onTestFinished(() => {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It's gone.
      }
    });
    const before = descriptors();
    const upgrade =
      `GET ${servers.a.path}?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost:${port}\r\n` +
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    let closed = 0;
    for (let connected = 0; connected < count; connected += 1) {
      const socket = net.connect(Number(port), hostname).on("error", () => {});
      onTestFinished(() => void socket.destroy());
      socket.once("close", () => {
        closed += 1;
      });
      socket.resume().write(upgrade);
    }
    await expect.poll(descriptors).toBeGreaterThan(before + count / 2);
    if (what === "is killed") {
      await fetch(`${playground.url}/api/labs/${id}/servers/a/kill`, {
        method: "POST",
        headers: { ...headers, authorization: `Bearer ${token}` },
      });
    }

    // The one that Node is sending to a process stays open as long as that may still take it.
    await expect.poll(() => closed).toBe(what === "is killed" ? count : count - 1);
    await expect.poll(descriptors).toBeLessThan(before + count / 2);
  },
);
