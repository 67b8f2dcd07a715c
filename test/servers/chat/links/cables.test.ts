// Each fault of each cable, for each link that crosses: what arrives at once, what late, what never.
//
//   inside  = the server whose cable is broken, with its clients        outside = the other
//   The rows below were observed; the facts about adapters and Redis' trouble (1.11) explain them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type LinkName, type ServerName, serverNames } from "../../../../servers/protocol.ts";
import { hears, openWorld, redisKinds, type TestClient, type TestLab, type World } from "../../../world.ts";
import { duplicates } from "./talk.ts";

/** `at once`: while the fault lasts. `late`: once the cable is up. With a bar between them, either may happen; never twice. */
type When = "at once" | "late" | "lost" | "late|lost" | "at once|late";

interface Row {
  link: LinkName;
  fault: "close" | "reset" | "blackhole" | "stall";
  /** What the inside's client sends: when its own server's other client has it, and when the outside's has. */
  insideLocal: When;
  insideRemote: When;
  /** What the outside's client sends; its own server's clients have it at once. */
  outsideRemote: When;
}

// `close` refuses connections, so what waits in node-redis' queue waits on. `reset` accepts before it breaks, and
// node-redis writes its queue together with its greeting: what was written into such a connection is gone.
const rows: Row[] = [
  // The bridge publishes even to its own clients. What waited is published again before or after it is subscribed.
  { link: "bridge", fault: "close", insideLocal: "late|lost", insideRemote: "late", outsideRemote: "lost" },
  {
    link: "bridge",
    fault: "reset",
    insideLocal: "late|lost",
    insideRemote: "late|lost",
    outsideRemote: "lost",
  },
  { link: "bridge", fault: "blackhole", insideLocal: "lost", insideRemote: "lost", outsideRemote: "lost" },
  { link: "adapter", fault: "close", insideLocal: "at once", insideRemote: "late", outsideRemote: "lost" },
  {
    link: "adapter",
    fault: "reset",
    insideLocal: "at once",
    insideRemote: "late|lost",
    outsideRemote: "lost",
  },
  {
    link: "adapter",
    fault: "blackhole",
    insideLocal: "at once",
    insideRemote: "lost",
    outsideRemote: "lost",
  },
  // Sharded and streams wait for Redis' reply before they deliver to their own clients.
  { link: "sharded", fault: "close", insideLocal: "late", insideRemote: "late", outsideRemote: "lost" },
  {
    link: "sharded",
    fault: "reset",
    insideLocal: "at once|late",
    insideRemote: "late|lost",
    outsideRemote: "lost",
  },
  { link: "sharded", fault: "blackhole", insideLocal: "late", insideRemote: "lost", outsideRemote: "lost" },
  { link: "streams", fault: "close", insideLocal: "late", insideRemote: "late", outsideRemote: "late" },
  {
    link: "streams",
    fault: "reset",
    insideLocal: "at once|late",
    insideRemote: "late|lost",
    outsideRemote: "late",
  },
  { link: "streams", fault: "blackhole", insideLocal: "late", insideRemote: "lost", outsideRemote: "late" },
  // A link that is silent and heals loses nothing: TCP sends again what was dropped.
  { link: "bridge", fault: "stall", insideLocal: "late", insideRemote: "late", outsideRemote: "late" },
  { link: "adapter", fault: "stall", insideLocal: "at once", insideRemote: "late", outsideRemote: "late" },
  { link: "sharded", fault: "stall", insideLocal: "late", insideRemote: "late", outsideRemote: "late" },
  { link: "streams", fault: "stall", insideLocal: "late", insideRemote: "late", outsideRemote: "late" },
];

let world: World;
let lab: TestLab;
let clients: Record<ServerName, [TestClient, TestClient]>;

const delayMs = 200;
const waits = {
  // Through Redis and back, even to its own clients.
  bridge: { insideLocal: 2 * delayMs, insideRemote: delayMs, outsideRemote: delayMs },
  adapter: { insideLocal: 0, insideRemote: delayMs, outsideRemote: delayMs },
  // Own clients wait for Redis' reply.
  sharded: { insideLocal: 2 * delayMs, insideRemote: delayMs, outsideRemote: delayMs },
  streams: { insideLocal: 2 * delayMs, insideRemote: delayMs, outsideRemote: delayMs },
};

const everybody = () => [...clients.a, ...clients.b];
let rounds = 0;
/** Resolves when both servers hear each other, and everyone has what the same two senders sent before. */
async function crosses(): Promise<void> {
  for (const from of serverNames) {
    const round = `probe ${++rounds}.`;
    let count = 0;
    const isProbe = (data: unknown) => String(data).startsWith(round);
    const arrived = async () => {
      await clients[from][0].send(`${round}${++count}`);
      return everybody().every(({ heard }) => heard.some(isProbe));
    };
    await expect.poll(arrived).toBe(true);
    // None is on its way any more: what it still causes would change what a fault does.
    await Promise.all(everybody().map((client) => hears(client, `${round}${count}`)));
  }
}

/** What the client has heard; an answer from its own server on the same connection is the fence. */
async function heardByNow({ socket, heard }: TestClient): Promise<unknown[]> {
  await socket.emitWithAck("room:leave", "nowhere");
  return [...heard];
}

/** Resolves when both messages have got as far as they can while the fault lasts. */
async function underWay(fault: Row["fault"], inside: ServerName, after: number): Promise<void> {
  const sent = async (text: string) =>
    (await lab.traced("received", (event) => event.seq > after && event.text === text)).message;
  const [fromInside, fromOutside] = [await sent('"from inside"'), await sent('"from outside"')];
  await lab.traced("accepted", ({ message }) => message === fromOutside);
  if (fault !== "blackhole") return;
  for (const lost of [fromInside, fromOutside]) {
    await lab.traced("dropped", ({ message, server }) => message === lost && server === inside);
  }
}

const lastSeq = async () => (await lab.trace()).at(-1)?.seq ?? 0;

describe.each(redisKinds)("over $kind Redis", ({ kind, missing }) => {
  beforeAll(async () => {
    if (missing) return;
    world = await openWorld(kind);
    lab = await world.openLab({ shared: true });
    const two = (server: ServerName) => Promise.all([lab.client(server), lab.client(server)]);
    clients = { a: await two("a"), b: await two("b") };
  });
  afterAll(() => world?.close());

  const mine = rows.filter(({ link }) => kind !== "embedded" || link !== "streams");
  const cases = mine.flatMap((row) => serverNames.map((inside) => ({ ...row, inside })));
  test.skipIf(missing).each(cases)("$link: $fault on the cable of $inside", expectFault);

  const delayed = (["bridge", "adapter", "sharded", "streams"] as const)
    .filter((link) => kind !== "embedded" || link !== "streams")
    .flatMap((link) => serverNames.map((inside) => ({ link, inside })));
  test.skipIf(missing).each(delayed)("$link: 200 ms on the cable of $inside", expectDelay);
});

type Case = Row & { inside: ServerName };

async function expectFault(row: Case): Promise<void> {
  const { link, fault, inside } = row;
  const [speaker, local] = clients[inside];
  const [outsider, remote] = clients[inside === "a" ? "b" : "a"];
  await lab.setLinks(link, link);
  await crosses();
  for (const client of everybody()) client.heard.length = 0;
  const before = await lastSeq();

  await lab.change("PATCH", `/cables/${inside}`, { state: fault });
  // A server notices a connection that ends, but not one that is silent.
  if (fault === "close" || fault === "reset")
    await lab.traced("log", ({ seq, server }) => seq > before && server === inside);
  await speaker.send("from inside");
  await outsider.send("from outside");
  await hears(remote, "from outside");
  if (row.insideLocal === "at once") await hears(local, "from inside");
  await underWay(fault, inside, before);
  const during = { local: await heardByNow(local), remote: await heardByNow(remote) };
  await lab.change("PATCH", `/cables/${inside}`, { state: "up" });
  await crosses();

  const seen = (early: unknown[], { heard }: TestClient, data: string): When => {
    if (early.includes(data)) return "at once";
    return heard.includes(data) ? "late" : "lost";
  };
  const saw = {
    insideLocal: seen(during.local, local, "from inside"),
    insideRemote: seen(during.remote, remote, "from inside"),
    outsideRemote: seen(during.local, local, "from outside"),
  };
  const as = (when: When) => expect.stringMatching(new RegExp(`^(${when})$`));
  expect(saw).toEqual({
    insideLocal: as(row.insideLocal),
    insideRemote: as(row.insideRemote),
    outsideRemote: as(row.outsideRemote),
  });
  expect(everybody().map(duplicates)).toEqual([[], [], [], []]);
  expect((await world.call("GET", `/api/labs/${lab.id}`)).body.servers).toMatchObject({
    a: { state: "running", pid: lab.servers.a.pid, link },
    b: { state: "running", pid: lab.servers.b.pid, link },
  });
}

async function expectDelay({
  link,
  inside,
}: {
  link: keyof typeof waits;
  inside: ServerName;
}): Promise<void> {
  const [speaker, local] = clients[inside];
  const [outsider, remote] = clients[inside === "a" ? "b" : "a"];
  await lab.setLinks(link, link);
  await crosses();
  for (const client of everybody()) client.heard.length = 0;
  const before = await lastSeq();

  await lab.change("PATCH", `/cables/${inside}`, { delayMs });
  const words = ["one", "two", "three"];
  for (const word of words) await Promise.all([speaker.send(`${word} in`), outsider.send(`${word} out`)]);
  for (const client of [local, remote]) {
    await hears(client, "three in");
    await hears(client, "three out");
  }
  await lab.change("PATCH", `/cables/${inside}`, { delayMs: 0 });
  await crosses();

  for (const { heard } of everybody()) {
    for (const way of ["in", "out"]) {
      const said = words.map((word) => `${word} ${way}`);
      expect(heard.filter((data) => String(data).endsWith(` ${way}`))).toEqual(said);
    }
  }
  const waited = async (text: string, server: ServerName) => {
    const received = await lab.traced("received", (event) => event.seq > before && event.text === text);
    const { message } = received;
    const is = (event: { message: string; server: ServerName }) =>
      event.message === message && event.server === server;
    return (await lab.traced("delivered", is)).at - received.at;
  };
  const outside = inside === "a" ? "b" : "a";
  const { insideLocal, insideRemote, outsideRemote } = waits[link];
  expect(await waited('"one in"', inside)).toBeGreaterThanOrEqual(insideLocal);
  if (insideLocal === 0) expect(await waited('"one in"', inside)).toBeLessThan(delayMs);
  expect(await waited('"one in"', outside)).toBeGreaterThanOrEqual(insideRemote);
  expect(await waited('"one out"', inside)).toBeGreaterThanOrEqual(outsideRemote);
  expect(await waited('"one out"', outside)).toBeLessThan(delayMs);
}
