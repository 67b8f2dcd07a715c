// The streams link next to other links, and on a Redis that has no streams.
import { expect, onTestFinished, test } from "vitest";
import { hears, openWorld, redisKinds, type World } from "../../../world.ts";
import { fourClients } from "./talk.ts";

async function opened(kind: "embedded" | "local"): Promise<World> {
  const world = await openWorld(kind);
  onTestFinished(world.close);
  return world;
}

test.skipIf(redisKinds[1].missing)(
  "the streams adapter is a receiver of what the Redis adapter publishes, and its clients hear nothing",
  async () => {
    const world = await opened("local");
    const redis = await world.redisClient();
    const lab = await world.openLab();
    const { alpha, alpha2, beta, beta2 } = await fourClients(lab, ["websocket"]);
    await lab.setLinks("adapter", "streams");
    const channel = `${lab.id}:socket.io#/#`;
    // The link is in force when it reads its stream; it subscribes at about the same time. A's pattern doesn't count.
    await expect.poll(async () => (await redis.pubSubNumSub([channel]))[channel]).toBe(1);
    await alpha.send("by PUBLISH");
    await hears(alpha2, "by PUBLISH");
    const { message } = await lab.traced("received");
    const is = (event: { message: string }) => event.message === message;
    expect(await lab.traced("accepted", is)).toMatchObject({ server: "a", receivers: 2 });
    await lab.traced("arrived", (event) => is(event) && event.server === "b");
    await beta.send("fence");
    expect(await hears(beta2, "fence")).toEqual(["fence"]);
    expect(beta.heard).toEqual(["fence"]);
  },
);

test("streams are refused, with the reason and what to do", async () => {
  const world = await opened("embedded");
  const lab = await world.openLab();
  expect(
    await world.call("PATCH", `/api/labs/${lab.id}/servers/a`, {
      token: lab.token,
      body: { link: "streams" },
    }),
  ).toEqual({
    status: 409,
    body: {
      error: {
        code: "conflict",
        message: expect.stringMatching(/streams.*embedded broker.*Install redis-server/),
      },
    },
  });
  expect((await world.call("GET", `/api/labs/${lab.id}`)).body.servers.a.link).toBe("none");
});
