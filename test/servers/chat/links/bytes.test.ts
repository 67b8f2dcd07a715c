// How many bytes a broadcast has on the cable, by its adapter: what lessons 07 and 12 say.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LinkName } from "../../../../servers/protocol.ts";
import { openWorld, type TestLab, type World } from "../../../world.ts";

let world: World;
let lab: TestLab;
beforeAll(async () => {
  world = await openWorld("embedded");
  lab = await world.openLab({ shared: true });
});
afterAll(() => world?.close());

async function bytesOf(link: LinkName, event: string, data: unknown): Promise<number> {
  await lab.setLinks(link, link);
  const after = (await lab.trace()).at(-1)?.seq ?? 0;
  const { socket } = await lab.client("a");
  await socket.emitWithAck(event, data);
  return (await lab.traced("published", ({ seq, payload }) => seq > after && payload.kind === "broadcast"))
    .bytes;
}

test("send hi: 61 bytes with the Redis adapter", async () => {
  expect(await bytesOf("adapter", "message", "hi")).toBe(61);
});

test("hi to tea: 65 bytes with the Redis adapter, 146 with the sharded one", async () => {
  const toTea = { room: "tea", data: "hi" };
  expect(await bytesOf("adapter", "room:message", toTea)).toBe(65);
  expect(await bytesOf("sharded", "room:message", toTea)).toBe(146);
});
