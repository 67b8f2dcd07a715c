// What the bridge by hand does to bytes, and what a slow cable costs questions.
import { afterAll, beforeAll, expect, test } from "vitest";
import { hears, openWorld, type TestLab, type World } from "../../../world.ts";

let world: World;
let lab: TestLab;
beforeAll(async () => {
  world = await openWorld("embedded");
  lab = await world.openLab({ shared: true });
});
afterAll(() => world?.close());

test("bytes become an object, on the sender's server too", async () => {
  await lab.setLinks("bridge", "bridge");
  const clients = await Promise.all([lab.client("a"), lab.client("a"), lab.client("b")]);
  await clients[0]?.send(Buffer.from("hi"));
  for (const client of clients) await hears(client, { type: "Buffer", data: [104, 105] });
  expect(clients.map(({ heard }) => heard.length)).toEqual([1, 1, 1]);
});

test("with B's cable slow, who takes one way there and back from A, and two from B", async () => {
  await lab.setLinks("adapter", "adapter");
  const [alpha, beta] = await Promise.all([lab.client("a"), lab.client("b")]);
  await lab.change("PATCH", "/cables/b", { delayMs: 200 });
  const took = async ({ socket }: typeof alpha) => {
    const start = performance.now();
    await socket.emitWithAck("who");
    return performance.now() - start;
  };
  const times = [await took(alpha), await took(beta)];
  await lab.change("PATCH", "/cables/b", { delayMs: 0 });
  expect(times[0]).toBeGreaterThanOrEqual(400);
  expect(times[1]).toBeGreaterThanOrEqual(800);
  expect(times[0]).toBeLessThan(times[1] ?? 0);
});
