// Traces and bodies over HTTP: what an address doesn't read, or sends too slowly, is limited.
import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { describe, expect, onTestFinished, test } from "vitest";
import { createErrorBoundary } from "../../../../servers/error-boundary.ts";
import { createApi } from "../../../../servers/gateway/api/api.ts";
import {
  type BodyLimits,
  bodyLimits,
  createBodyLimiter,
} from "../../../../servers/gateway/api/body-limits.ts";
import { createMetrics } from "../../../../servers/gateway/operating/metrics.ts";
import type { Lab } from "../../../../servers/lab/lab.ts";
import { createTrace } from "../../../../servers/lab/trace/trace.ts";
import { wholeTrace } from "../../../world.ts";

interface Asked {
  method?: string;
  headers?: Record<string, string>;
}

/** A request from one of this machine's addresses. */
async function ask(url: string, localAddress: string, { method = "GET", headers = {} }: Asked = {}) {
  const request = http.request(url, { method, headers, localAddress, agent: false }).end();
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  const text = (await response.setEncoding("utf8").toArray()).join("");
  return { status: response.statusCode, body: text ? JSON.parse(text) : null };
}

/** The API over one lab whose trace the test writes. */
async function openApi(limits: Partial<BodyLimits> = {}) {
  const trace = createTrace(0);
  const lab = { id: "lab", trace } as unknown as Lab;
  const { fetch } = createApi({
    labs: { find: () => lab, touch: () => {}, count: () => 1, capacity: 1 } as never,
    holders: { open: () => Promise.reject(new Error("no lab")) },
    boundary: createErrorBoundary({ print: () => {} }),
    answers: createBodyLimiter({ ...bodyLimits, ...limits }),
    redis: { state: () => ({ kind: "embedded", version: "", up: true }) },
    mayChange: () => true,
    whyNotReady: () => null,
    metrics: createMetrics({ labs: { count: () => 0, capacity: 1, waiting: () => 0 }, errors: () => ({}) }),
  });
  const server = http.createServer(getRequestListener(fetch)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const send = async (address: string, head: string) => {
    const socket = net.connect({ port, host: "127.0.0.1", localAddress: address });
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => {});
    await once(socket, "connect");
    socket.write(head);
    return socket;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    add(count: number, bytes = 4000) {
      const text = "x".repeat(bytes);
      for (let added = 0; added < count; added += 1)
        trace.add(0, { type: "log", server: "a", stream: "out", text });
    },
    send,
    connections: () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count))),
  };
}

describe("the trace over HTTP", () => {
  test("comes in pages of at most 500 events, and `next` leads through all of them", async () => {
    const { url, add } = await openApi();
    add(1234);
    const read = async (after: number) =>
      (await ask(`${url}/api/labs/lab/trace?after=${after}`, "127.0.0.1")).body;
    const first = await read(0);
    expect([first.events.length, first.next]).toEqual([500, 500]);
    expect((await wholeTrace(read)).map(({ seq }) => seq)).toEqual(
      Array.from({ length: 1234 }, (_, i) => i + 1),
    );
    expect(await read(1234)).toEqual({ events: [], next: 1234 });
    expect(await read(99_999)).toEqual({ events: [], next: 1234 });
  });

  test("is refused to an address that reads none of its responses, then those are cut off; others get theirs", async () => {
    const { url, add, send, connections } = await openApi({
      maxBytesOfAddress: 25_000_000,
      readWithinMs: 2000,
    });
    add(500, 20_000); // a page of 10 MB, more than the system buffers
    const path = "/api/labs/lab/trace?after=0";
    const deaf: net.Socket[] = [];
    for (let asked = 0; asked < 10; asked += 1) {
      const socket = await send("127.0.0.2", `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      socket.pause();
      deaf.push(socket);
    }
    await expect.poll(async () => (await ask(`${url}${path}`, "127.0.0.2")).status).toBe(429);
    expect((await ask(`${url}${path}`, "127.0.0.3")).status).toBe(200);
    await expect.poll(async () => (await ask(`${url}${path}`, "127.0.0.2")).status).toBe(200);
    expect(await connections()).toBeLessThan(10);
  });

  test("unfinished bodies are limited for an address, before they are read; others are accepted", async () => {
    const { url, send } = await openApi({ maxBodiesOfAddress: 3 });
    const head = "PATCH /api/labs/lab/balancer HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\n";
    const slow = [
      await send("127.0.0.2", `${head}Content-Length: 1000\r\n\r\n{`),
      await send("127.0.0.2", `${head}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`),
      await send("127.0.0.2", `${head}Content-Length: 16000\r\n\r\n`),
    ];
    const status = async (address: string) => {
      const socket = await send(address, `${head}Connection: close\r\nContent-Length: 3\r\n\r\n`);
      const [answer] = await Promise.race([once(socket, "data"), once(slow[0] as net.Socket, "close")]);
      return /^HTTP\/1\.1 (\d+)/.exec(String(answer))?.[1];
    };
    await expect.poll(() => status("127.0.0.2")).toBe("429");
    expect((await ask(`${url}/healthz`, "127.0.0.2")).status).toBe(200);
    const other = await send("127.0.0.3", `${head}Connection: close\r\nContent-Length: 3\r\n\r\n{x}`);
    expect(String((await once(other, "data"))[0])).toMatch(/^HTTP\/1\.1 400 /);
    for (const socket of slow) socket.destroy();
    const after = async () => {
      const socket = await send("127.0.0.2", `${head}Connection: close\r\nContent-Length: 3\r\n\r\n{x}`);
      return String((await once(socket, "data"))[0]).slice(9, 12);
    };
    await expect.poll(after).toBe("400");
  });
});
