// A server that is suspended while messages are on their way: nothing false is said about it, and each message has one name.
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { describe } from "../../../servers/describe.ts";
import type { ServerName, TraceEvent } from "../../../servers/protocol.ts";
import { type Cell, row } from "../../../site/lab/derive/matrix.ts";
import { derive, emptyDerived, type Message } from "../../../site/lab/derive/messages.ts";
import { openWorld, type TestLab, type World } from "../../world.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world?.close());

/** A lab with α on A and β on B, whose page reports what they send and hear, and everything that happened in it. */
async function open(link: string, transport = "websocket") {
  const lab = await world.openLab();
  const watch = io(world.url, { path: "/watch/socket.io/", auth: { lab: lab.id }, forceNew: true });
  onTestFinished(() => void watch.disconnect());
  const zero = await zeroOf(watch);
  const meet = async (name: string, server: ServerName) => {
    const { socket } = await lab.client(server, { auth: { name, reports: true }, transports: [transport] });
    const report =
      (type: "sent" | "heard") =>
      (event: string, ...args: unknown[]) => {
        const text = describe(args);
        watch.emit("report", [{ type, socket: socket.id, event, text, at: performance.now() - zero }]);
      };
    socket.onAnyOutgoing(report("sent"));
    socket.onAny(report("heard"));
    await lab.traced("connected", (event) => event.socket === socket.id);
    return socket;
  };
  const alpha = await meet("α", "a");
  const beta = await meet("β", "b");
  await lab.setLinks(link, link);
  return { lab, alpha, beta };
}

/** When the lab's clock was 0, by the quickest of six comparisons, as a page does it: times too early would wait for nobody. */
async function zeroOf(watch: Socket): Promise<number> {
  const comparisons: { trip: number; zero: number }[] = [];
  for (let count = 0; count < 6; count += 1) {
    const start = performance.now();
    const labMs = (await watch.emitWithAck("clock")) as number;
    const trip = performance.now() - start;
    comparisons.push({ trip, zero: start + trip / 2 - labMs });
  }
  return comparisons.toSorted((one, other) => one.trip - other.trip)[0]?.zero ?? 0;
}

/** Suspends a server's process; returns a function that resumes it. */
function suspend({ servers }: TestLab, server: ServerName): () => void {
  const pid = servers[server].pid as number;
  process.kill(pid, "SIGSTOP");
  const resume = () => {
    try {
      process.kill(pid, "SIGCONT");
    } catch {} // killed in the meantime
  };
  onTestFinished(resume);
  return resume;
}

/** The messages with this text as a page derives them, and the cells of the only one `ms` after the newest event. */
async function page(lab: TestLab, text: string, ms = 1_000) {
  const derived = derive(emptyDerived(), await lab.trace());
  const messages = [...derived.messages.values()].filter((one) => one.text === JSON.stringify(text));
  const cells = (label: string): Cell | undefined =>
    row(messages[0] as Message, derived.picture, derived.at + ms).cells.get(label);
  return { messages, cells, picture: derived.picture };
}

const said = (text: string) => (event: Extract<TraceEvent, { text: string }>) =>
  event.text === JSON.stringify(text);
/** Resolves when the server has received this client's next event, and so all before it. */
const fence = async (lab: TestLab, socket: Socket) => {
  await socket.emitWithAck("room:leave", "nowhere");
  await lab.traced("received", ({ event, socket: id }) => event === "room:leave" && id === socket.id);
};

test.each(["websocket", "polling"])(
  "is waited for if a client sent over %s, and the message keeps one name",
  async (transport) => {
    const { lab, alpha } = await open("adapter", transport);
    const resume = suspend(lab, "a");
    alpha.emit("message", "hi");
    const { message } = await lab.traced("sent", said("hi"));
    await lab.traced("silence", ({ server, isSilent }) => server === "a" && isSilent);
    const before = await page(lab, "hi");
    expect(before.cells("β")).toEqual({ kind: "waiting", on: { why: "not-taken", server: "a" } });
    expect(before.picture.servers.a).toMatchObject({ state: "running", isSilent: true });

    resume();
    await lab.traced("heard", (event) => said("hi")(event) && event.client === "β");
    await lab.traced("heard", (event) => said("hi")(event) && event.client === "α");
    await lab.traced("silence", ({ server, isSilent }) => server === "a" && !isSilent);
    const after = await page(lab, "hi");
    expect(after.messages.map(({ id }) => id)).toEqual([message]);
    expect([after.cells("α")?.kind, after.cells("β")?.kind]).toEqual(["heard", "heard"]);
  },
);

test.each(["adapter", "bridge"])(
  "on the other side of Redis is waited for too, with the link %s",
  async (link) => {
    const { lab, alpha } = await open(link);
    const resume = suspend(lab, "b");
    await alpha.emitWithAck("message", "hi");
    await lab.traced("accepted");
    const before = await page(lab, "hi");
    expect(before.cells("β")).toEqual({ kind: "waiting", on: { why: "not-taken", server: "b" } });

    resume();
    await lab.traced("heard", ({ client }) => client === "β");
    const after = await page(lab, "hi");
    expect(after.messages).toHaveLength(1);
    expect(after.cells("β")?.kind).toBe("heard");
  },
);

test("that is killed is down, and what waited for it is lost for everyone under its one name", async () => {
  const { lab, alpha, beta } = await open("adapter");
  suspend(lab, "a");
  alpha.emit("message", "hi");
  const { message } = await lab.traced("sent", said("hi"));
  await lab.change("POST", "/servers/a/kill");
  await lab.traced("untaken", (event) => event.message === message && event.why === "server-down");
  await lab.change("POST", "/servers/a/start");
  await beta.emitWithAck("message", "fence");

  const { messages, cells } = await page(lab, "hi");
  expect(messages).toHaveLength(1);
  expect(cells("β")).toEqual({ kind: "missing", reason: { why: "server-down", server: "a" } });
});

test("receives what a client sent before it left, or reports that it didn't", async () => {
  const { lab, alpha, beta } = await open("adapter");
  const resume = suspend(lab, "a");
  const heard: unknown[] = [];
  beta.on("message", (data) => heard.push(data));
  alpha.emit("message", "hi");
  await lab.traced("sent", said("hi"));
  const id = alpha.id;
  alpha.disconnect();
  resume();
  await lab.traced("disconnected", ({ socket }) => socket === id);
  await fence(lab, beta);

  const { messages, cells } = await page(lab, "hi", 60_000);
  expect(messages).toHaveLength(1);
  expect(cells("β")?.kind).toBe(heard.length ? "heard" : "missing");
});

test("answers late what its client has given up on, and the answer belongs to the request", async () => {
  const { lab, alpha } = await open("none");
  const resume = suspend(lab, "a");
  await expect(alpha.timeout(400).emitWithAck("who")).rejects.toThrow("timed out");
  const { message } = await lab.traced("sent", ({ event }) => event === "who");
  resume();

  const answer = await lab.traced("acknowledged", (event) => event.message === message);
  expect(answer).toMatchObject({ sockets: [alpha.id], count: 1 });
  expect((await lab.trace()).filter((event) => event.type === "sent" && event.event === "who")).toHaveLength(
    1,
  );
});

test("is linked when it resumes, and hears from then on", async () => {
  const { lab, alpha } = await open("none");
  await lab.change("PATCH", "/servers/a", { link: "adapter" });
  const resume = suspend(lab, "b");
  const linked = lab.change("PATCH", "/servers/b", { link: "adapter" });
  await alpha.emitWithAck("message", "before");
  await lab.traced("accepted");
  resume();
  await linked;
  await alpha.emitWithAck("message", "after");
  await lab.traced("heard", (event) => said("after")(event) && event.client === "β");

  expect((await page(lab, "before")).cells("β")?.kind).toBe("missing");
  expect((await page(lab, "after")).messages).toHaveLength(1);
});

test("that hasn't reported yet what it published is waited for before the clients that heard it are reported", async () => {
  const { lab, alpha, beta } = await open("adapter");
  /** Suspends A once β has heard it; resolves to whether that was before A's report of what it published, some 20 ms later. */
  async function isInTime(text: string): Promise<boolean> {
    const after = (await lab.trace()).at(-1)?.seq ?? 0;
    const heard = new Promise((resolve) => beta.once("message", resolve));
    alpha.emit("message", text);
    await heard;
    const resume = suspend(lab, "a");
    const next = async () =>
      (await lab.trace(after)).find(({ type }) => type === "silence" || type === "published")?.type;
    await expect.poll(next).toBeDefined();
    const first = await next();
    resume();
    await lab.traced("heard", (event) => said(text)(event) && event.client === "β");
    return first === "silence";
  }
  let text = "hi";
  while (!(await isInTime(text))) text += "!";

  const { messages, cells } = await page(lab, text);
  expect(messages.map(({ client, foreign }) => [client, foreign])).toEqual([["α", false]]);
  expect(cells("β")?.kind).toBe("heard");
});
