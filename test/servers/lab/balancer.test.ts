// The balancer: round robin breaks long-polling, with Engine.IO's own error; a cookie or only using WebSocket fixes it.
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openWorld, type TestLab, type World } from "../../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld("embedded");
});
afterAll(() => world.close());

const pathOf = (lab: TestLab) => `/labs/${lab.id}/balanced/socket.io/`;

function connect(lab: TestLab, options: Parameters<typeof io>[1]) {
  const socket = io(world.url, { path: pathOf(lab), forceNew: true, ...options });
  onTestFinished(() => void socket.disconnect());
  return socket;
}

/** An Engine.IO handshake over long-polling; returns the session id and the cookie in the response. */
async function handshake(lab: TestLab) {
  const answer = await fetch(`${world.url}${pathOf(lab)}?EIO=4&transport=polling`);
  const { sid } = JSON.parse((await answer.text()).slice(1));
  return { sid: String(sid), cookie: answer.headers.get("set-cookie") };
}

function post(lab: TestLab, sid: string, body: string, headers: Record<string, string> = {}) {
  return fetch(`${world.url}${pathOf(lab)}?EIO=4&transport=polling&sid=${sid}`, {
    method: "POST",
    body,
    headers,
  });
}

describe("the balancer, not sticky", () => {
  test("gives the second request of a polling client to the other server, which refuses it", async () => {
    const lab = await world.openLab();
    const { sid, cookie } = await handshake(lab);
    const answer = await post(lab, sid, "40");

    expect(cookie).toBeNull();
    expect(answer.status).toBe(400);
    expect(await answer.text()).toBe('{"code":1,"message":"Session ID unknown"}');
    expect(await lab.traced("routed", ({ method }) => method === "POST")).toMatchObject({
      server: "b",
      session: sid,
      status: 400,
    });
  });

  test("never lets a stock client connect over long-polling", async () => {
    const lab = await world.openLab();
    const socket = connect(lab, { transports: ["polling"], reconnectionDelay: 20, reconnectionDelayMax: 20 });
    for (let i = 0; i < 5; i += 1) {
      const error = await new Promise<Error & { context?: { status?: number } }>((resolve) => {
        socket.once("connect_error", resolve);
      });
      expect(error.context?.status).toBe(400);
    }
    expect(socket.connected).toBe(false);
  });

  test("accepts WebSocket clients, in turn on A and on B", async () => {
    const lab = await world.openLab();
    for (let i = 0; i < 4; i += 1) {
      await new Promise((resolve) =>
        connect(lab, { transports: ["websocket"] }).once("connect", () => resolve(null)),
      );
    }
    await expect
      .poll(async () =>
        (await lab.trace()).flatMap((event) => (event.type === "connected" ? [event.server] : [])),
      )
      .toEqual(["a", "b", "a", "b"]);
  });
});

describe("the balancer, sticky", () => {
  test("keeps a client that returns its cookie on one server, over long-polling too", async () => {
    const lab = await world.openLab();
    expect(await lab.change("PATCH", "/balancer", { sticky: true })).toEqual({ sticky: true });
    const { sid, cookie } = await handshake(lab);

    expect(cookie).toBe(`crosstalk-server=a; Path=/labs/${lab.id}/balanced/; HttpOnly; SameSite=Lax`);
    for (const body of ["40", '42["message","one"]', '42["message","two"]']) {
      expect((await post(lab, sid, body, { cookie: "other=1; crosstalk-server=a" })).status).toBe(200);
    }
    // Without the cookie it's B's turn, and then A's.
    expect((await post(lab, sid, '42["message","three"]')).status).toBe(400);
    expect((await post(lab, sid, '42["message","four"]')).status).toBe(200);
  });

  test("lets a stock client that keeps cookies connect and stay", async () => {
    const lab = await world.openLab();
    await lab.change("PATCH", "/balancer", { sticky: true });
    const socket = connect(lab, { transports: ["polling"], withCredentials: true });
    await new Promise<void>((resolve) => socket.once("connect", resolve));

    expect(await socket.timeout(40_000).emitWithAck("message", "hi")).toBe("ok");
  });
});

describe("the balancer in front of servers that die", () => {
  test("uses the one that is left, and reports if there is none", async () => {
    const lab = await world.openLab();
    await lab.change("POST", "/servers/a/kill");
    const socket = connect(lab, { transports: ["polling"] });
    await new Promise<void>((resolve) => socket.once("connect", resolve));
    await lab.change("POST", "/servers/b/kill");
    const answer = await fetch(`${world.url}${pathOf(lab)}?EIO=4&transport=polling`);

    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      error: { code: "unavailable", message: expect.stringMatching(/Start one/) },
    });
  });
});
