// Section 1.9: Engine.IO sessions and stickiness.
//
// It is also shown by test/servers/lab/balancer.test.ts: round robin never lets a polling client connect, a WebSocket needs no
// stickiness, a cookie fixes it. Not shown: nginx and HAProxy, which are no part of a lab, and @socket.io/cluster-engine,
// which isn't in the registry.
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { LinkName, ServerName } from "../../servers/protocol.ts";
import { openWorld, type TestLab, type World } from "../world.ts";
import { newKey, noRedis, openBare } from "./servers.ts";

const fact = test.skipIf(noRedis);
let world: World;
let lab: TestLab;
beforeAll(async () => {
  if (noRedis) return;
  world = await openWorld("local");
  lab = await world.openLab({ shared: true });
});
afterAll(() => world?.close());

describe("1.9 sticky sessions", () => {
  fact.each<LinkName>(["none", "adapter"])(
    "with the link %s, a server refuses the session of the other: 400, code 1",
    async (link) => {
      await lab.setLinks(link, link);
      const ask = (server: ServerName, query = "") =>
        fetch(`${world.url}${lab.servers[server].path}?EIO=4&transport=polling${query}`);
      const { sid } = JSON.parse((await (await ask("a")).text()).slice(1));
      const refused = await ask("b", `&sid=${sid}`);
      expect(refused.status).toBe(400);
      expect(await refused.json()).toEqual({ code: 1, message: "Session ID unknown" });
    },
  );

  const connects = async (transports: string[]): Promise<Socket> => {
    const path = `/labs/${lab.id}/balanced/socket.io/`;
    const socket = io(world.url, { path, transports, forceNew: true, reconnectionDelay: 10 });
    onTestFinished(() => void socket.disconnect());
    await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
    return socket;
  };

  fact(
    "behind round robin, default transports never connect, and the error contains Engine.IO's response",
    async () => {
      const path = `/labs/${lab.id}/balanced/socket.io/`;
      const socket = io(world.url, { path, forceNew: true, reconnectionDelay: 10, reconnectionDelayMax: 10 });
      onTestFinished(() => void socket.disconnect());
      for (let i = 0; i < 3; i += 1) {
        // Checked at once: after the event, the client removes the response's text.
        const refusal = await new Promise((resolve) =>
          socket.once(
            "connect_error",
            (error: Error & { context?: { status: number; responseText: string } }) =>
              resolve([error.message, error.context?.status, error.context?.responseText]),
          ),
        );
        expect(refusal).toEqual(["xhr post error", 400, '{"code":1,"message":"Session ID unknown"}']);
      }
    },
  );

  fact.each([[["websocket"]], [["websocket", "polling"]]])(
    "behind round robin, transports %j connect the first time",
    async (transports) => {
      const socket = await connects(transports);
      expect(socket.io.engine.transport.name).toBe("websocket");
    },
  );

  test("where WebSocket is refused, WebSocket first gets in with tryAllTransports only", async () => {
    const { client, url } = await openBare("none", {
      url: "",
      key: newKey(),
      server: { transports: ["polling"] },
    });
    const transports = ["websocket", "polling"];
    const stuck = io(url, { transports, forceNew: true, reconnectionDelay: 10, reconnectionDelayMax: 10 });
    onTestFinished(() => void stuck.disconnect());
    const errors: string[] = [];
    stuck.on("connect_error", ({ message }) => errors.push(message));
    await expect.poll(() => errors.length).toBeGreaterThan(2);
    expect([stuck.connected, ...new Set(errors)]).toEqual([false, "websocket error"]);
    const { socket } = await client({ transports, tryAllTransports: true });
    expect(socket.io.engine.transport.name).toBe("polling");
  });

  fact("a server tells of refused requests by connection_error, and sets no cookie of its own", async () => {
    const { io: server, url } = await openBare("none", { url: world.redis.url, key: newKey() });
    const refused = new Promise<{ code: number; message: string }>((resolve) =>
      server.engine.on("connection_error", resolve),
    );
    const answer = await fetch(`${url}/socket.io/?EIO=4&transport=polling&sid=nobody`);
    expect(answer.status).toBe(400);
    expect(await refused).toMatchObject({ code: 1, message: "Session ID unknown" });
    const handshake = await fetch(`${url}/socket.io/?EIO=4&transport=polling`);
    expect(handshake.headers.get("set-cookie")).toBeNull();
  });
});
