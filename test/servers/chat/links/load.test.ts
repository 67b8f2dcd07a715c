// Links are switched under load: nothing is duplicated, and no server ever stops serving its own clients.
import { setInterval as every } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hears, openWorld, redisKinds, type World } from "../../../world.ts";
import { duplicates } from "./talk.ts";

const clientsOnEach = 10;
const messagesPerSecond = 1000;
const tickMs = 20;
/** On a busy machine clients wait for answers, instead of piling up more than a server can handle. */
const maxUnanswered = 50;

describe.each(redisKinds)("over $kind Redis", ({ kind, missing }) => {
  let world: World;
  beforeAll(async () => {
    if (!missing) world = await openWorld(kind);
  });
  afterAll(() => world?.close());

  test.skipIf(missing).each([
    ["the adapter on and off", ["adapter", "none"]],
    [
      "from link to link",
      kind === "embedded"
        ? ["adapter", "sharded", "bridge", "none"]
        : ["adapter", "streams", "bridge", "sharded", "none"],
    ],
  ])("ten switches of %s, with 20 clients and 1,000 messages a second", async (_, links) => {
    const lab = await world.openLab();
    const on = (server: "a" | "b") =>
      Promise.all(
        Array.from({ length: clientsOnEach }, () => lab.client(server, { transports: ["websocket"] })),
      );
    const [onA, onB] = await Promise.all([on("a"), on("b")]);
    const clients = [...onA, ...onB];
    const said = { a: [] as string[], b: [] as string[] };
    let count = 0;
    let unanswered = 0;
    let isOver = false;

    function speak(): void {
      const client = clients[count % clients.length];
      const server = count % clients.length < clientsOnEach ? "a" : "b";
      const line = `${server}${count}`;
      count += 1;
      said[server].push(line);
      unanswered += 1;
      client?.socket.emit("message", line, () => {
        unanswered -= 1;
      });
    }
    async function load(): Promise<void> {
      let last = performance.now();
      for await (const _ of every(tickMs)) {
        const now = performance.now();
        let due = Math.round(((now - last) * messagesPerSecond) / 1000);
        last = now;
        for (; due > 0 && unanswered < maxUnanswered; due -= 1) speak();
        if (isOver) return;
      }
    }

    /** On a busy machine a switch may take longer than a lab waits. Then the server keeps its link, and can be asked again. */
    const switchTo = (server: "a" | "b", link: string) =>
      expect
        .poll(() => lab.change("PATCH", `/servers/${server}`, { link }).catch(({ message }) => message))
        .toMatchObject({ link });

    const loading = load();
    for (let i = 0; i < 5; i += 1) {
      const link = links[i % links.length] ?? "none";
      await switchTo("a", link);
      await hears(onA[0] as (typeof onA)[0], said.a.at(-1));
      await switchTo("b", link);
      await hears(onB[0] as (typeof onB)[0], said.b.at(-1));
    }
    await expect.poll(() => count).toBeGreaterThan(500);
    isOver = true;
    await loading;
    await lab.setLinks("adapter", "adapter");
    await Promise.all([onA[0]?.send("fence of A"), onB[0]?.send("fence of B")]);
    for (const client of clients) {
      await hears(client, "fence of A");
      await hears(client, "fence of B");
    }

    expect(clients.flatMap(duplicates)).toEqual([]);
    const lost = (client: (typeof onA)[0], lines: string[]) => {
      const heard = new Set(client.heard);
      return lines.filter((line) => !heard.has(line));
    };
    expect(onA.flatMap((client) => lost(client, said.a))).toEqual([]);
    expect(onB.flatMap((client) => lost(client, said.b))).toEqual([]);
    expect(clients.every(({ socket }) => socket.connected)).toBe(true);
  });
});
