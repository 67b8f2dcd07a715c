// What one address may hold of the API: labs, answers that it does not read, bodies that it does not send, wrong guesses.
import { once } from "node:events";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createBoundary } from "../../../servers/boundary.ts";
import { type AnswersLimits, answersLimits, createAnswers } from "../../../servers/gateway/api/answers.ts";
import { createApi } from "../../../servers/gateway/api/api.ts";
import { createMetrics } from "../../../servers/gateway/operating/metrics.ts";
import type { Lab } from "../../../servers/lab/lab.ts";
import { createTrace } from "../../../servers/lab/trace/trace.ts";
import { join, learner, phone } from "../../class/people.ts";
import { openWorld, type World, wholeTrace } from "../../world.ts";

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

describe("an address", () => {
  const instructorKey = "a-key-that-nobody-guesses";
  let world: World;
  beforeAll(async () => {
    world = await openWorld("embedded", {
      perAddress: 2,
      workshop: { instructorKey, publicUrl: null, learners: 1 },
    });
  });
  afterAll(() => world.close());

  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  const from = (address: string, auth: object) => {
    const socket: Socket = io(world.url, {
      path: "/workshop/socket.io/",
      auth,
      forceNew: true,
      transports: ["websocket"],
      reconnection: false,
      localAddress: address,
    } as object);
    onTestFinished(() => void socket.disconnect());
    return new Promise<string>((resolve) => {
      socket.on("you", () => resolve("in"));
      socket.on("roster", () => resolve("in"));
      socket.on("refused", ({ code, message }) => resolve(`${code}: ${message}`));
      socket.on("connect_error", (error) => {
        resolve(`${(error as { data?: { code?: string } }).data?.code}: ${error.message}`);
      });
    });
  };

  test("holds as many labs as it may, whatever another holds, and gets a place back", async () => {
    const open = (address: string) => ask(`${world.url}/api/labs`, address, { method: "POST" });
    const [first, second, third] = [
      await open("127.0.0.2"),
      await open("127.0.0.2"),
      await open("127.0.0.2"),
    ];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(third).toMatchObject({
      status: 503,
      body: { error: { code: "capacity", message: expect.stringMatching(/has 2 labs.*--per-address/) } },
    });
    const other = await open("127.0.0.3");
    expect(other.status).toBe(201);
    const labs = [first, other].map(({ body }) => body);
    for (const { id, token } of labs) await world.call("DELETE", `/api/labs/${id}`, { token });
    const again = await open("127.0.0.2");
    expect(again.status).toBe(201);
    for (const { body } of [second, again])
      await world.call("DELETE", `/api/labs/${body.id}`, { token: body.token });
  });

  test.each(["learner", "phone"])(
    "has as many seats as it may for a %s, and who is there keeps theirs",
    async (role) => {
      const as = (key: string) => ({ role, key: `${role} ${key}`.padEnd(20, "."), name: key });
      expect(await from("127.0.0.4", as("one"))).toBe("in");
      expect(await from("127.0.0.4", as("two"))).toBe("in");
      expect(await from("127.0.0.4", as("three"))).toMatch(
        /^capacity: 2 people have joined from your address.*--per-address/,
      );
      expect(await from("127.0.0.4", as("one"))).toBe("in");
      expect(await from("127.0.0.5", as("four"))).toBe("in");
      await (role === "learner" ? learner : phone)(world.url, "on this machine");
    },
  );

  test("that guesses the instructor's key is slowed down, by every way in, and no other is", async () => {
    const wrong = { role: "instructor", key: "wrong" };
    for (let guess = 0; guess < 20; guess += 1) {
      expect(await from("127.0.0.6", { ...wrong, key: `wrong ${guess}` })).toMatch(/^forbidden: /);
    }
    expect(await from("127.0.0.6", wrong)).toMatch(/^rate: Too many wrong keys/);
    expect(await from("127.0.0.6", { ...wrong, key: instructorKey })).toMatch(/^rate: /);
    const record = await ask(`${world.url}/api/workshop/record.json`, "127.0.0.6", bearer(instructorKey));
    expect(record.status).toBe(429);
    expect(await from("127.0.0.7", { ...wrong, key: instructorKey })).toBe("in");
    const others = await ask(`${world.url}/api/workshop/record.json`, "127.0.0.7", bearer(instructorKey));
    expect(others.status).toBe(200);
  });

  test("that guesses tokens is slowed down; who has the token is not, at the same address either", async () => {
    const lab = await world.openLab();
    const change = (token: string) =>
      ask(`${world.url}/api/labs/${lab.id}/servers/a/start`, "127.0.0.8", {
        method: "POST",
        ...bearer(token),
      });
    const statuses: unknown[] = [];
    for (let guess = 0; guess < 25; guess += 1)
      statuses.push((await change(`${"x".repeat(31)}é${guess}`)).status);
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(403));
    expect(statuses.at(-1)).toBe(429);
    expect((await change(lab.token)).status).toBe(200);
  });

  test("holds labs that belong to nobody only until the instructor ends them", async () => {
    const teacher = await join(world.url, { role: "instructor", key: instructorKey });
    const strays = () => teacher.strays().map(({ id, address }) => [id, address]);
    const { body } = await ask(`${world.url}/api/labs`, "127.0.0.9", { method: "POST" });
    await expect.poll(strays).toEqual([[body.id, "127.0.0.9"]]);

    const lea = await learner(world.url, "Lea");
    const own = await world.openLab();
    await expect.poll(() => strays().length).toBe(2);
    await lea.ask("lab", { id: own.id, token: own.token });
    await expect.poll(strays).toEqual([[body.id, "127.0.0.9"]]);
    expect(await teacher.ask("end", own.id)).toMatchObject({ error: { code: "conflict" } });
    expect(await lea.ask("end", body.id)).toMatchObject({ error: { code: "forbidden" } });

    expect(await teacher.ask("end", body.id)).toEqual({});
    await expect.poll(strays).toEqual([]);
    expect((await world.call("GET", `/api/labs/${body.id}`)).status).toBe(404);
    expect((await world.call("GET", `/api/labs/${own.id}`)).status).toBe(200);
  });
});

describe("the trace over HTTP", () => {
  /** The API over one lab whose trace the test writes. */
  async function openApi(limits: Partial<AnswersLimits> = {}) {
    const trace = createTrace(0);
    const lab = { id: "lab", trace } as unknown as Lab;
    const { fetch } = createApi({
      labs: { find: () => lab, touch: () => {}, count: () => 1, capacity: 1 } as never,
      holders: { open: () => Promise.reject(new Error("no lab")) },
      boundary: createBoundary({ print: () => {} }),
      answers: createAnswers({ ...answersLimits, ...limits }),
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
      connections: () =>
        new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count))),
    };
  }

  test("comes in pages of 500 events at most, and `next` leads through all of it", async () => {
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

  test("is refused to an address that reads none of its answers, then those are cut off; others get theirs", async () => {
    const { url, add, send, connections } = await openApi({
      maxBytesOfAddress: 25_000_000,
      readWithinMs: 2000,
    });
    add(500, 20_000); // a page of 10 MB, more than the system takes over
    const path = "/api/labs/lab/trace?after=0";
    const deaf: net.Socket[] = [];
    for (let asked = 0; asked < 10; asked += 1) {
      const socket = await send("127.0.0.2", `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      socket.pause();
      deaf.push(socket);
    }
    await expect.poll(async () => (await ask(`${url}${path}`, "127.0.0.2")).status).toBe(429);
    expect((await ask(`${url}${path}`, "127.0.0.3")).status).toBe(200);
    await expect
      .poll(async () => (await ask(`${url}${path}`, "127.0.0.2")).status, { timeout: 10_000 })
      .toBe(200);
    expect(await connections()).toBeLessThan(10);
  });

  test("bodies that do not come are bounded for an address, before they are taken in; others are taken", async () => {
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
