// What one address may have of the API: labs, unread responses, unfinished bodies, wrong guesses.
import { once } from "node:events";
import http from "node:http";
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { join, learner, phone } from "../../class/people.ts";
import { openWorld, type World } from "../../world.ts";

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

const instructorKey = "a-key-that-nobody-guesses";
let world: World;
beforeAll(async () => {
  world = await openWorld("embedded", {
    perAddress: 2,
    workshop: { instructorKey, publicUrl: null, learners: 1 },
  });
});
afterAll(() => world.close());

/** No limit refills until the test ends, however long a busy machine takes. */
function stopClock(): void {
  const clock = vi.spyOn(performance, "now").mockReturnValue(performance.now());
  onTestFinished(() => clock.mockRestore());
}

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

describe("an address", () => {
  test("gets its number of labs, whatever another has, and gets a place back", async () => {
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
    "gets its number of seats for a %s, and people who have one keep it",
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
    stopClock();
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
});

describe("an address whose guesses are counted", () => {
  test("that guesses tokens is slowed down, but not requests with the right token, even from the same address", async () => {
    const lab = await world.openLab();
    stopClock();
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

  test("keeps labs without an owner only until the instructor ends them", async () => {
    const teacher = await join(world.url, { role: "instructor", key: instructorKey });
    const unownedLabs = () => teacher.unownedLabs().map(({ id, address }) => [id, address]);
    const { body } = await ask(`${world.url}/api/labs`, "127.0.0.9", { method: "POST" });
    await expect.poll(unownedLabs).toEqual([[body.id, "127.0.0.9"]]);

    const lea = await learner(world.url, "Lea");
    const own = await world.openLab();
    await expect.poll(() => unownedLabs().length).toBe(2);
    await lea.ask("lab", { id: own.id, token: own.token });
    await expect.poll(unownedLabs).toEqual([[body.id, "127.0.0.9"]]);
    expect(await teacher.ask("end", own.id)).toMatchObject({ error: { code: "conflict" } });
    expect(await lea.ask("end", body.id)).toMatchObject({ error: { code: "forbidden" } });

    expect(await teacher.ask("end", body.id)).toEqual({});
    await expect.poll(unownedLabs).toEqual([]);
    expect((await world.call("GET", `/api/labs/${body.id}`)).status).toBe(404);
    expect((await world.call("GET", `/api/labs/${own.id}`)).status).toBe(200);
  });
});
