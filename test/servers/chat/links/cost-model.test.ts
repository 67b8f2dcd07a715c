// The calculator of lesson 12, held to what the real adapters send: bytes and copies of a broadcast, as the lab's cable counts them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copies, modelled, payloadBytes } from "../../../../site/lab/costs/model.ts";
import { openWorld, redisKinds, type TestLab, type World } from "../../../world.ts";

const { kind, missing } = redisKinds.find((one) => one.kind === "local") ?? { kind: "local", missing: true };
let world: World;
let lab: TestLab;
beforeAll(async () => {
  if (missing) return;
  world = await openWorld(kind as "local");
  lab = await world.openLab({ shared: true });
});
afterAll(() => world?.close());

describe.skipIf(missing).each(modelled)("a broadcast with %s", (link) => {
  test.each([1, 2])(
    "goes to as many servers, and is as large, as the model says: %i with a member",
    async (held) => {
      await lab.setLinks(link, link);
      const [a, b] = [await lab.client("a"), await lab.client("b")];
      const room = `room-${link}-${held}`;
      await a.socket.emitWithAck("room:join", room);
      if (held === 2) await b.socket.emitWithAck("room:join", room);
      if (link === "sharded")
        for (const server of held === 2 ? ["a", "b"] : ["a"])
          await lab.traced(
            "command",
            (event) =>
              event.server === server &&
              event.name === "SSUBSCRIBE" &&
              `${event.channel}`.includes(`#${room}#`),
          );
      for (const characters of [2, 40, 300, 5_000]) {
        const after = (await lab.trace()).at(-1)?.seq ?? 0;
        await a.socket.emitWithAck("room:message", { room, data: "x".repeat(characters) });
        const { message, bytes } = await lab.traced("published", ({ seq }) => seq > after);
        expect(bytes).toBe(payloadBytes(link, characters, room));
        // A later broadcast to everyone: when both servers have it, the one before went nowhere else.
        await a.socket.emitWithAck("message", `fence ${room} ${characters}`);
        const fence = await lab.traced("published", ({ payload }) =>
          JSON.stringify(payload).includes(`fence ${room} ${characters}`),
        );
        for (const server of ["a", "b"])
          await lab.traced("arrived", (event) => event.message === fence.message && event.server === server);
        const arrived = (await lab.trace()).filter(
          (event) => event.type === "arrived" && event.message === message,
        );
        expect(arrived).toHaveLength(copies(link, 2, held));
      }
    },
  );
});
