// Two gateways behind the HAProxy and the nginx of deploy/: each request of a lab reaches the gateway that has it.
import { setTimeout as delay } from "node:timers/promises";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { OpenedLab, TraceEvent } from "../../servers/protocol.ts";
import { openPlayground, type Playground } from "../playground.ts";
import { isMissing, type RunningProxy, startProxy } from "./proxy.ts";

const capacity = 2;

for (const name of ["haproxy", "nginx"] as const) {
  describe.skipIf(isMissing(name))(`two gateways behind ${name}`, () => {
    let gateways: Record<"a" | "b", Playground>;
    let proxy: RunningProxy;
    beforeAll(async () => {
      const options = { capacity, trustedProxies: 1, poolSize: 1 };
      const [a, b] = await Promise.all(
        ["a", "b"].map((gateway) => openPlayground({ ...options, name: gateway })),
      );
      if (!a || !b) throw new Error("two gateways");
      gateways = { a, b };
      proxy = await startProxy(name, { a: a.gateway.port, b: b.gateway.port });
    });
    // Until both gateways are empty and can open labs, and the proxy has found that out by its own checks.
    beforeEach(async () => {
      for (const { url } of Object.values(gateways)) {
        const labs = async () => (await (await fetch(`${url}/healthz`)).json()).labs.open;
        while ((await labs()) > 0 || !(await fetch(`${url}/readyz`)).ok) await delay(20);
      }
      if (name === "nginx") return;
      const ready = new Set<string | null>();
      while (!(ready.has("a") && ready.has("b"))) {
        const { ok, headers } = await fetch(`${proxy.url}/readyz`);
        if (ok) ready.add(headers.get("x-server"));
        else await delay(20);
      }
    });
    afterAll(async () => {
      await proxy?.close();
      await Promise.all(Object.values(gateways ?? {}).map((gateway) => gateway.close()));
    });

    const statusOf = async (path: string) => (await fetch(`${proxy.url}${path}`)).status;
    const post = () => fetch(`${proxy.url}/api/labs`, { method: "POST" });
    async function open(): Promise<OpenedLab> {
      const lab = await openedBy(await post());
      onTestFinished(() => close(proxy.url, lab));
      return lab;
    }
    test("take labs in turn, and both find theirs by API, by client and by who watches", async () => {
      const labs: OpenedLab[] = [];
      for (let count = 0; count < 2 * capacity; count += 1) labs.push(await open());
      for (const one of ["a", "b"]) {
        expect(labs.filter((lab) => gatewayOf(lab) === one)).toHaveLength(capacity);
      }
      for (const lab of labs) {
        expect(await statusOf(`/api/labs/${lab.id}`)).toBe(200);
        const watcher = await watch(proxy.url, lab);
        const seen: TraceEvent[] = [];
        watcher.on("trace", (events: TraceEvent[]) => seen.push(...events));
        for (const transport of ["websocket", "polling"]) {
          const client = await connect(proxy.url, { path: lab.servers.a.path, transports: [transport] });
          await client.emitWithAck("message", transport);
          await expect
            .poll(() => seen.some((event) => event.type === "received" && event.text.includes(transport)))
            .toBe(true);
        }
      }
    });

    test("pass a new lab on when one of them is full, and say so when both are", async () => {
      const labs: OpenedLab[] = [];
      for (let count = 0; count < 2 * capacity; count += 1) labs.push(await open());
      const isFull = async () => {
        const full = await post();
        expect([full.status, (await full.json()).error.code]).toEqual([503, "capacity"]);
      };
      await isFull();
      for (const { url } of Object.values(gateways)) expect((await fetch(`${url}/readyz`)).status).toBe(503);
      // Until the proxy has found out by its own checks.
      const backend = async () => (await fetch(`${proxy.url}/readyz`)).headers.get("x-backend");
      if (name === "haproxy") while ((await backend()) !== "full") await delay(20);
      await isFull();
      expect(await statusOf("/healthz")).toBe(200);
    });

    test("a lab of a gateway that nobody has is a lab that there isn't, which makes a page open another", async () => {
      const response = await fetch(`${proxy.url}/api/labs/zz.AAAAAAAAAAAAAAAA`);
      expect([response.status, (await response.json()).error.code]).toEqual([404, "not_found"]);
    });

    test("a gateway that drains keeps its labs, and the other one opens all new ones", async () => {
      const mine = await open();
      const draining = gateways[gatewayOf(mine) as "a" | "b"].gateway;
      const watcher = await watch(proxy.url, mine);
      const announced = new Promise<number>((resolve) => watcher.once("draining", resolve));
      const drained = draining.drain(600_000);
      expect(await announced).toBe(600_000);
      for (let count = 0; count < capacity; count += 1) {
        expect(gatewayOf(await open())).not.toBe(gatewayOf(mine));
      }
      expect(await statusOf(`/api/labs/${mine.id}`)).toBe(200);
      await close(proxy.url, mine);
      await drained;
    });
  });
}

/** Returns the lab of a response; fails with what the response says instead. */
async function openedBy(response: Response): Promise<OpenedLab> {
  const text = await response.text();
  const by = response.headers.get("x-server") ?? response.headers.get("x-backend");
  expect(response.status, `${by}: ${text}`).toBe(201);
  return JSON.parse(text);
}

function gatewayOf({ id }: OpenedLab): string {
  return id.slice(0, id.indexOf("."));
}

async function close(url: string, { id, token }: OpenedLab): Promise<void> {
  await fetch(`${url}/api/labs/${id}`, { method: "DELETE", headers: { authorization: `Bearer ${token}` } });
}

function watch(url: string, { id }: OpenedLab): Promise<Socket> {
  return connect(url, { path: "/watch/socket.io/", query: { lab: id }, auth: { lab: id } });
}

async function connect(url: string, options: Parameters<typeof io>[1]): Promise<Socket> {
  const socket = io(url, { forceNew: true, transports: ["websocket"], ...options });
  onTestFinished(() => void socket.disconnect());
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return socket;
}
