// A bug in any handler of /watch or /workshop is reported to that client, or ends its connection, and nothing else.
import { io, type Socket } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createErrorBoundary } from "../../../servers/error-boundary.ts";
import { instructorKey } from "../../class/people.ts";
import { openWorld, type TestLab, type World } from "../../world.ts";

/** Every guarded place of the gateway's own sockets, and what the client sees of a bug there. */
const places = {
  "handshake of a watcher": "refused",
  "session of a watcher": "ended",
  "packet of a watcher": "ended",
  "watch middleware": "connect_error internal",
  "watch connection": "ended",
  "missed trace": "ended",
  "trace for watchers": "ended",
  "watch clock": "refused internal",
  "watch redis": "refused internal",
  "watch report": "refused internal",
  "watch disconnect": "nothing",
  "console of a watcher": "nothing",
  "watched lab that is gone": "nothing",
  "packet for a client": "nothing",
  "packets for a client": "nothing",
  "sweep of what is unread": "nothing",
  "handshake of a page of the workshop": "refused",
  "session of a page of the workshop": "ended",
  "packet of a page of the workshop": "ended",
  "workshop middleware": "connect_error internal",
  "workshop connection": "ended",
  "workshop event": "refused internal",
  "workshop disconnect": "nothing",
  "workshop room": "nothing",
  "workshop roster": "nothing",
  "workshop's lab that is gone": "nothing",
  "workshop's lab that is new": "nothing",
} as const;
type Place = keyof typeof places;

let broken: Place | undefined;
const passed = new Set<string>();
const boundary = createErrorBoundary({
  print: () => {},
  fault(place) {
    passed.add(place);
    if (place === broken) throw new TypeError("a bug");
  },
});
let world: World;
let lab: TestLab;
beforeAll(async () => {
  world = await openWorld("embedded", {
    boundary,
    workshop: { instructorKey, publicUrl: null, learners: 1 },
  });
  lab = await world.openLab({ shared: true });
});
afterAll(() => world.close());

/** Connects; `seen` has the problems the client saw. */
async function connect(path: string, auth: object) {
  const socket: Socket = io(world.url, {
    path,
    auth,
    forceNew: true,
    transports: ["websocket"],
    reconnection: false,
  });
  onTestFinished(() => void socket.disconnect());
  const seen: string[] = [];
  const settled = Promise.withResolvers<void>();
  socket.on("connect", () => settled.resolve());
  socket.on("connect_error", (error) => {
    const code = (error as { data?: { code?: string } }).data?.code;
    seen.push(code ? `connect_error ${code}` : "refused");
    settled.resolve();
  });
  socket.on("disconnect", (reason) => {
    if (reason !== "io client disconnect") seen.push("ended");
  });
  socket.on("refused", ({ code }) => seen.push(`refused ${code}`));
  socket.io.on("close", () => settled.resolve());
  await settled.promise;
  return { socket, seen };
}

const watch = () => connect("/watch/socket.io/", { lab: lab.id, token: lab.token, after: 0 });
const join = (auth: object) => connect("/workshop/socket.io/", auth);

/** Everything that pages do; a client that is refused or ended does the rest anyway. */
async function useEverything(): Promise<string[]> {
  const watcher = await watch();
  const page = await join({ role: "learner", key: "key-of-one-learner", name: "Ana" });
  const instructor = await join({ role: "instructor", key: instructorKey });
  watcher.socket.emit("clock", () => {});
  watcher.socket.emit("redis", "PING");
  watcher.socket.emit("report", []);
  page.socket.emit("follow", true);
  const alpha = await lab.client("a", { transports: ["websocket"] });
  await alpha.send("hi");
  const { body } = await world.call("POST", "/api/labs");
  expect((await world.call("DELETE", `/api/labs/${body.id}`, { token: body.token })).status).toBe(204);
  alpha.socket.disconnect();
  const all = [watcher, page, instructor];
  const wanted = broken === undefined ? 0 : (boundary.counts()[broken] ?? 0);
  await expect
    .poll(() => broken === undefined || wanted > 0 || (boundary.counts()[broken] ?? 0) > 0)
    .toBe(true);
  // What was going to arrive has arrived when these are acknowledged, or the connection is gone.
  for (const { socket } of all)
    if (socket.connected)
      await socket
        .timeout(1000)
        .emitWithAck("none")
        .catch(() => {});
  for (const { socket } of all) socket.disconnect();
  return all.flatMap(({ seen }) => seen);
}

async function expectWell(): Promise<void> {
  expect((await world.call("GET", "/healthz")).status).toBe(200);
  const { socket, seen } = await watch();
  expect(await socket.timeout(40_000).emitWithAck("clock")).toEqual(expect.any(Number));
  const page = await join({ role: "learner", key: "key-of-another-learner", name: "Bo" });
  expect(await page.socket.timeout(40_000).emitWithAck("follow", false)).toEqual({});
  expect([...seen, ...page.seen]).toEqual([]);
}

describe.each(Object.entries(places) as [Place, string][])("a bug in “%s”", (place, expected) => {
  test(`shows as: ${expected}; everyone else continues`, async () => {
    const before = boundary.counts()[place] ?? 0;
    broken = place;
    const seen = await useEverything();
    await expect.poll(() => (boundary.counts()[place] ?? 0) - before).toBeGreaterThan(0);
    broken = undefined;
    if (expected !== "nothing") expect(seen).toContain(expected);
    await expectWell();
  });
});

test("these are all places", async () => {
  await useEverything();
  await expect.poll(() => [...passed]).toContain("sweep of what is unread");
  const own = [...passed].filter((place) => /watch|workshop|unread|missed|for a client/.test(place));
  expect(own.toSorted()).toEqual(Object.keys(places).toSorted());
});
