// Every link to every other, while clients send: what continues, what crosses, what must not.
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LinkName } from "../../../../servers/protocol.ts";
import { hears, openWorld, type RedisClient, redisKinds, type TestLab, type World } from "../../../world.ts";
import { duplicates, fourClients, talk } from "./talk.ts";

const all = ["none", "bridge", "adapter", "sharded", "streams"] as const satisfies LinkName[];

let world: World;
let redis: RedisClient;

describe.each(redisKinds)("over $kind Redis", ({ kind, missing }) => {
  const names = all.filter((name) => kind !== "embedded" || name !== "streams");
  const pairs = pairsOf(names);
  beforeAll(async () => {
    if (missing) return;
    world = await openWorld(kind);
    redis = await world.redisClient();
  });
  afterAll(() => world?.close());

  // Every pair over both transports on a real Redis; once is enough for the broker.
  const transports = kind === "embedded" ? ["websocket"] : ["websocket", "polling"];
  describe.each(transports)("and %s", (transport) => {
    let lab: TestLab;
    let clients: Awaited<ReturnType<typeof fourClients>>;
    beforeAll(async () => {
      if (missing) return;
      lab = await world.openLab({ shared: true });
      clients = await fourClients(lab, [transport]);
      // A watching page must not change anything.
      const watcher = io(world.url, { path: "/watch/socket.io/", auth: { lab: lab.id }, forceNew: true });
      await new Promise<void>((resolve) => watcher.once("trace", () => resolve()));
      return () => void watcher.disconnect();
    });

    test.skipIf(missing).each(pairs)("$from gives way to $to", async ({ from, to }) => {
      const { alpha, alpha2, beta, beta2, all } = clients;
      await lab.setLinks(from, from);
      for (const client of all) client.heard.length = 0;
      const talking = talk({ alpha, beta });

      await lab.change("PATCH", "/servers/a", { link: to });
      expect(await serversOnTheAdapter()).toBe(count([to, from]));
      await alpha.send("A alone");
      await beta.send("B alone");
      await Promise.all([hears(alpha2, "A alone"), hears(beta2, "B alone")]);
      await lab.change("PATCH", "/servers/b", { link: to });
      expect(await serversOnTheAdapter()).toBe(count([to, to]));
      await Promise.all([alpha.send("from A to all"), beta.send("from B to all")]);
      await Promise.all([hears(alpha2, "from A to all"), hears(beta2, "from B to all")]);
      const said = await talking.stop();

      // A fence in both directions: nothing sent before it can arrive after it.
      const fence = to === "none" ? from : to;
      await lab.setLinks(fence, fence);
      await Promise.all([alpha.send("fence of α"), beta.send("fence of β")]);
      await Promise.all(all.flatMap((client) => [hears(client, "fence of α"), hears(client, "fence of β")]));

      expect(all.map(duplicates)).toEqual([[], [], [], []]);
      expect(all.map(({ socket }) => socket.connected)).toEqual([true, true, true, true]);
      for (const client of [alpha, alpha2]) {
        expect(client.heard).toEqual(expect.arrayContaining(said.get(alpha) ?? []));
        expect(client.heard).not.toContain("B alone");
        expect(client.heard.includes("from B to all")).toBe(to !== "none");
      }
      for (const client of [beta, beta2]) {
        expect(client.heard).toEqual(expect.arrayContaining(said.get(beta) ?? []));
        expect(client.heard).not.toContain("A alone");
        expect(client.heard.includes("from A to all")).toBe(to !== "none");
      }
    });

    const atOnce = test.skipIf(missing || transport === "polling");
    atOnce.each(pairs)("$from gives way to $to on both servers at once", async ({ from, to }) => {
      const { alpha, alpha2, beta, beta2, all } = clients;
      await lab.setLinks(from, from);
      for (const client of all) client.heard.length = 0;
      const talking = talk({ alpha, beta });
      await lab.setLinks(to, to);
      await Promise.all([alpha.send("last of α"), beta.send("last of β")]);
      const said = await talking.stop();
      const fence = to === "none" ? from : to;
      await lab.setLinks(fence, fence);
      await Promise.all([alpha.send("fence of α"), beta.send("fence of β")]);
      await Promise.all(all.flatMap((client) => [hears(client, "fence of α"), hears(client, "fence of β")]));

      expect(all.map(duplicates)).toEqual([[], [], [], []]);
      for (const client of [alpha, alpha2])
        expect(client.heard).toEqual(expect.arrayContaining(said.get(alpha) ?? []));
      for (const client of [beta, beta2])
        expect(client.heard).toEqual(expect.arrayContaining(said.get(beta) ?? []));
    });

    async function serversOnTheAdapter(): Promise<number | undefined> {
      const channel = `${lab.id}:socket.io-request#/#`;
      return (await redis.pubSubNumSub([channel]))[channel];
    }
  });
});

/** Every pair, and both keys of the adapter: to the other links the key makes no difference. */
function pairsOf(names: readonly LinkName[]): { from: LinkName; to: LinkName }[] {
  const others = (from: LinkName) => names.filter((to) => to !== from);
  return [
    ...names.flatMap((from) => others(from).map((to) => ({ from, to }))),
    { from: "adapter", to: "adapter-other-key" },
    { from: "adapter-other-key", to: "adapter" },
  ];
}

/** How many of these servers take part in the classic adapter's requests. */
function count(links: LinkName[]): number {
  return links.filter((link) => link === "adapter").length;
}
