// What each fault looks like from both sides: the table of lesson 13.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CableState, LinkName, ServerName, TraceEvent } from "../../servers/protocol.ts";
import { openWorld, redisKinds, type TestClient, type TestLab, type World } from "../world.ts";

const noRedis = redisKinds.some(({ kind, missing }) => kind === "local" && missing);
let world: World;
beforeAll(async () => {
  if (!noRedis) world = await openWorld("local", { poolSize: 4 });
});
afterAll(() => world?.close());

/** What `who` brings: everybody's sockets, only those of the asked server, an error, or nothing while another question is answered. */
type Who = "everybody" | "own clients" | "an error" | "nothing";
/** null: nothing was published. */
type Receivers = number | null | "no reply";

interface Row {
  fault: string;
  links?: [LinkName, LinkName];
  cable?: Partial<Pick<CableState, "state" | "delayMs">>;
  alpha: Receivers;
  beta: Receivers;
  onA: Who;
  onB: Who;
}

const rows: Row[] = [
  { fault: "none", alpha: 2, beta: 2, onA: "everybody", onB: "everybody" },
  {
    fault: "no adapter on either",
    links: ["none", "none"],
    alpha: null,
    beta: null,
    onA: "own clients",
    onB: "own clients",
  },
  {
    fault: "no adapter on B",
    links: ["adapter", "none"],
    alpha: 1,
    beta: null,
    onA: "own clients",
    onB: "own clients",
  },
  {
    fault: "different keys",
    links: ["adapter", "adapter-other-key"],
    alpha: 1,
    beta: 1,
    onA: "own clients",
    onB: "own clients",
  },
  {
    fault: "the Redis adapter and the sharded one",
    links: ["adapter", "sharded"],
    alpha: 1,
    beta: 1,
    onA: "own clients",
    onB: "own clients",
  },
  {
    fault: "B's cable closed",
    cable: { state: "close" },
    alpha: 1,
    beta: null,
    onA: "own clients",
    onB: "nothing",
  },
  {
    fault: "B's cable a black hole",
    cable: { state: "blackhole" },
    alpha: 2,
    beta: "no reply",
    onA: "an error",
    onB: "nothing",
  },
  { fault: "B's cable slow", cable: { delayMs: 100 }, alpha: 2, beta: 2, onA: "everybody", onB: "everybody" },
];

test.skipIf(noRedis).each(rows)(
  "$fault: α's PUBLISH has $alpha receivers, β's $beta; who brings $onA on A, $onB on B",
  async ({ links = ["adapter", "adapter"], cable, alpha, beta, onA, onB }) => {
    const lab = await world.openLab();
    await lab.setLinks(...links);
    const clients = { a: await lab.client("a"), b: await lab.client("b") };
    if (cable) await lab.change("PATCH", "/cables/b", cable);
    if (cable?.state === "close")
      await lab.traced("log", ({ server, stream }) => server === "b" && stream === "err");

    const asked = { a: whoOf(clients.a, "a", clients), b: whoOf(clients.b, "b", clients) };
    expect([await receivers(lab, clients.a, "a"), await receivers(lab, clients.b, "b")]).toEqual([
      alpha,
      beta,
    ]);
    const expected = { a: onA, b: onB };
    for (const server of ["a", "b"] as const) {
      if (expected[server] === "nothing") continue;
      expect(await asked[server].answer, server).toBe(expected[server]);
    }
    // By now the one that is answered has been, after 5 s at most.
    for (const server of ["a", "b"] as const)
      if (expected[server] === "nothing") expect(asked[server].isAnswered(), server).toBe(false);
  },
);

function whoOf({ socket }: TestClient, server: ServerName, clients: Record<ServerName, TestClient>) {
  let isAnswered = false;
  const read = (who: { id: string }[] | { error: string }): Who => {
    isAnswered = true;
    if ("error" in who) return "an error";
    const ids = who.map(({ id }) => id);
    expect(ids).toContain(clients[server].socket.id);
    return ids.length === 2 ? "everybody" : "own clients";
  };
  // The test's end disconnects a client that still waits.
  const answer = socket.emitWithAck("who").then(read, (): Who => "nothing");
  return { answer, isAnswered: () => isAnswered };
}

async function receivers(lab: TestLab, client: TestClient, server: ServerName): Promise<Receivers> {
  const text = `from ${server}`;
  await client.send(text);
  const { message } = await lab.traced("received", (event) => event.text === JSON.stringify(text));
  await client.socket.emitWithAck("room:leave", "nowhere"); // behind it: what the server publishes at once is published
  await lab.traced("received", (event) => event.event === "room:leave" && event.socket === client.socket.id);
  const of = async (type: TraceEvent["type"]) =>
    (await lab.trace()).find(
      (event) => event.type === type && "message" in event && event.message === message,
    );
  if (!(await of("published"))) return null;
  if (server === "b" && (await of("dropped"))) return "no reply";
  const accepted = await lab.traced("accepted", (event) => event.message === message);
  return accepted.receivers;
}
