import { describe, expect, test } from "vitest";
import type { Observation, ServerName } from "../../../../servers/protocol.ts";
import { type Cell, matrix, patienceMs, settleMs, settlesAt } from "../../../../site/lab/derive/matrix.ts";
import { type Derived, derive, type Message, nothingYet } from "../../../../site/lab/derive/messages.ts";
import { story } from "../../../../site/lab/derive/story.ts";
import { tell } from "../../../../site/lab/narrate/caption.ts";
import fc from "../../../random.ts";
import { labWords } from "../../../words.ts";
import {
  accepted,
  arrived,
  connected,
  crossing,
  delivered,
  heard,
  joined,
  link,
  local,
  published,
  received,
  running,
  sent,
  trace,
  world,
} from "../trace.ts";

const told = (observations: (Observation & { at?: number })[]) => derive(nothingYet(), trace(observations));

const untaken = (why: "server-down" | "disconnected" | "unrecorded"): Observation => ({
  type: "untaken",
  message: "m1",
  server: "a",
  socket: "α-id",
  client: "α",
  why,
});
const down = (server: ServerName): Observation => ({ type: "server", server, state: "crashed", pid: null });

/** The newest message's cells once silence counts. */
const cells = (derived: Derived, now = derived.at + 60_000): ReadonlyMap<string, Cell> =>
  matrix(derived.messages.values(), derived.picture, now).rows[0]?.cells ?? new Map();

describe("the lab's state", () => {
  test("follows servers, links, cables, clients and rooms", () => {
    const { picture } = told([
      ...world("none", "adapter"),
      joined("β", "b", "lobby"),
      { type: "cable", server: "b", state: "blackhole", delayMs: 50 },
      { type: "redis", up: false },
    ]);
    expect(picture.servers.a).toMatchObject({ state: "running", pid: 100, link: "none" });
    expect(picture.servers.b.link).toBe("adapter");
    expect(picture.cables.b).toEqual({ state: "blackhole", delayMs: 50 });
    expect(picture.redisUp).toBe(false);
    expect(picture.clients.get("β-id")).toMatchObject({ label: "β", server: "b", rooms: ["lobby"] });
  });

  test("leaves out the room that every socket has for itself", () => {
    const { picture } = told([...world("none", "none"), joined("α", "a", "α-id")]);
    expect(picture.clients.get("α-id")?.rooms).toEqual([]);
  });

  test("forgets a server's clients when its process ends", () => {
    const { picture } = told([
      ...world("none", "none"),
      { type: "server", server: "a", state: "crashed", pid: null },
    ]);
    expect([...picture.clients.values()].map(({ label }) => label)).toEqual(["β"]);
  });

  test("tells two clients of one name apart, and gives the name back when it is free", () => {
    const twin: Observation = {
      type: "connected",
      server: "a",
      socket: "other",
      client: "α",
      transport: "polling",
      recovered: false,
    };
    const both = told([...world("none", "none"), twin]);
    expect(both.picture.clients.get("other")?.label).toBe("α′");
    const later = told([
      ...world("none", "none"),
      { type: "disconnected", server: "a", socket: "α-id", client: "α", reason: "transport close" },
      twin,
    ]);
    expect(later.picture.clients.get("other")?.label).toBe("α");
  });
});

describe("the delivery matrix", () => {
  test("says who heard, with the milliseconds since it was sent", () => {
    const result = cells(told([...world("adapter", "adapter"), ...crossing()]));
    expect(result.get("α")).toEqual({ kind: "heard", ms: 4 });
    expect(result.get("β")).toEqual({ kind: "heard", ms: 9 });
  });

  test("waits before it calls silence silence", () => {
    const derived = told([...world("none", "none"), ...local()]);
    const at = derived.messages.get("m1")?.takenAt ?? 0;
    expect(cells(derived, at + settleMs).get("β")).toEqual({ kind: "waiting" });
    expect(cells(derived, at + settleMs + 1).get("β")?.kind).toBe("missing");
  });

  test("waits longer on a slow cable", () => {
    const derived = told([
      ...world("adapter", "adapter"),
      { type: "cable", server: "b", state: "up", delayMs: 500 },
      ...local(),
    ]);
    const at = derived.messages.get("m1")?.at ?? 0;
    expect(cells(derived, at + settleMs + 1000).get("β")).toEqual({ kind: "waiting" });
  });

  test("marks what the server wrote and the client has not confirmed", () => {
    const result = cells(told([...world("none", "none"), ...local().slice(0, 3)]));
    expect(result.get("α")).toEqual({ kind: "delivered", ms: 2 });
  });

  test.each<[string, Observation[], unknown]>([
    [
      "the sender's server has no adapter",
      [...world("none", "adapter"), ...local()],
      { why: "sender-unlinked", server: "a", other: "b", bothOff: false },
    ],
    [
      "neither server has one",
      [...world("none", "none"), ...local()],
      { why: "sender-unlinked", server: "a", other: "b", bothOff: true },
    ],
    [
      "the client's server has no adapter",
      [...world("adapter", "none"), ...local(), published("a"), arrived("a", true)],
      { why: "receiver-unlinked", server: "b" },
    ],
    [
      "its server subscribed too late",
      [...world("adapter", "none"), ...local(), published("a"), link("b", "adapter")],
      { why: "late", server: "b", ms: 5 },
    ],
    [
      "the cable of the sender's server dropped it",
      [
        ...world("adapter", "adapter"),
        { type: "cable", server: "a", state: "blackhole", delayMs: 0 },
        ...local(),
        published("a"),
        { type: "dropped", message: "m1", server: "a", towards: "redis", state: "blackhole" },
      ],
      { why: "cable", server: "a", state: "blackhole" },
    ],
    [
      "the cable of the client's server was cut",
      [
        ...world("adapter", "adapter"),
        { type: "cable", server: "b", state: "close", delayMs: 0 },
        ...local(),
        published("a"),
      ],
      { why: "cable", server: "b", state: "close" },
    ],
    [
      "Redis was down",
      [...world("adapter", "adapter"), { type: "redis", up: false }, ...local()],
      { why: "redis-down" },
    ],
    [
      "Redis refused the PUBLISH",
      [
        ...world("adapter", "adapter"),
        ...local(),
        published("a"),
        {
          type: "accepted",
          message: "m1",
          server: "a",
          receivers: null,
          error: "ERR Can't execute 'publish'",
        },
      ],
      { why: "refused", text: "ERR Can't execute 'publish'" },
    ],
    [
      "the bridge of the sender's server does not carry the event",
      [...world("bridge", "bridge"), joined("β", "b", "lobby"), received("α", "a", "m1", "lobby")],
      { why: "not-carried", server: "a", other: "b" },
    ],
    [
      "the client left before it came",
      [
        ...world("adapter", "adapter"),
        ...local(),
        { type: "disconnected", server: "b", socket: "β-id", client: "β", reason: "transport close" },
      ],
      { why: "left", server: "b" },
    ],
  ])("gives the reason when %s", (_, observations, reason) => {
    expect(cells(told(observations)).get("β")).toEqual({ kind: "missing", reason });
  });

  test("a server whose link tells its own clients after Redis leaves them waiting for its cable", () => {
    const silent = (one: "adapter" | "sharded") =>
      cells(
        told([
          ...world(one, one),
          { type: "cable", server: "a", state: "close", delayMs: 0 },
          received("α", "a"),
        ]),
      ).get("α");
    expect(silent("sharded")).toEqual({
      kind: "missing",
      reason: { why: "cable", server: "a", state: "close" },
    });
    expect(silent("adapter")).toEqual({ kind: "missing", reason: { why: "unknown", server: "a" } });
  });

  test("gives a bridge's reason to the sender's own server too, since what it hears comes from Redis", () => {
    const error = "ERR Can't execute 'publish'";
    const refused: Observation = { type: "accepted", message: "m1", server: "a", receivers: null, error };
    const dark: Observation = { type: "cable", server: "a", state: "blackhole", delayMs: 0 };
    const said = [sent("α", "a"), received("α", "a"), published("a")];
    expect(cells(told([...world("bridge-single", "bridge-single"), ...said, refused])).get("α")).toEqual({
      kind: "missing",
      reason: { why: "refused", text: error },
    });
    expect(cells(told([...world("bridge", "bridge"), dark, ...said])).get("α")).toEqual({
      kind: "missing",
      reason: { why: "cable", server: "a", state: "blackhole" },
    });
  });

  test("knows that somebody who was away got it by recovery", () => {
    const away: Observation = {
      type: "disconnected",
      server: "b",
      socket: "β-id",
      client: "β",
      reason: "transport close",
    };
    const derived = told([
      ...world("streams", "streams"),
      away,
      ...local(),
      connected("β", "b"),
      delivered("b", ["β"]),
      heard("β", "b"),
    ]);
    expect(cells(derived).get("β")).toMatchObject({ kind: "heard" });
    expect(
      cells(told([...world("streams", "streams"), away, ...local(), connected("β", "b")])).get("β"),
    ).toBeUndefined();
  });

  test("expects a room's message of the room's members alone", () => {
    const derived = told([
      ...world("none", "none"),
      connected("γ", "b"),
      joined("β", "b", "lobby"),
      received("α", "a", "m1", "lobby"),
    ]);
    const result = cells(derived);
    expect(result.get("α")).toEqual({ kind: "not-expected", why: "not-in-room" });
    expect(result.get("γ")).toEqual({ kind: "not-expected", why: "not-in-room" });
    expect(result.get("β")?.kind).toBe("missing");
  });

  test("turns a silence into a hearing when the message comes late after all", () => {
    const before = told([...world("adapter", "adapter"), ...local()]);
    expect(cells(before).get("β")?.kind).toBe("missing");
    const after = derive(before, [{ ...heard("β", "b"), seq: before.seq + 1, at: 5_000 }]);
    expect(cells(after).get("β")?.kind).toBe("heard");
  });

  test("waits for a server that runs and has not taken the message, says for which, and never that it was down", () => {
    const derived = told([...world("adapter", "adapter"), sent("α", "a")]);
    const at = derived.messages.get("m1")?.at ?? 0;
    const on = { why: "not-taken", server: "a" };
    expect(cells(derived, at + settleMs).get("β")).toEqual({ kind: "waiting" });
    expect(cells(derived, at + settleMs + 1).get("β")).toEqual({ kind: "waiting", on });
    expect(cells(derived, at + settleMs + patienceMs).get("β")).toEqual({ kind: "waiting", on });
    expect(cells(derived, at + settleMs + patienceMs + 1).get("β")).toEqual({ kind: "missing", reason: on });

    const events = trace([received("α", "a"), delivered("a", ["α"])]);
    const later = derive(
      derived,
      events.map((event) => ({ ...event, seq: event.seq + derived.seq, at: 30_000 })),
    );
    expect(cells(later, 30_000).get("α")?.kind).toBe("delivered");
    expect(cells(later, 30_000).get("β")).toEqual({ kind: "waiting" });
  });

  test.each<[string, Observation[], Cell]>([
    [
      "its server ended, though it runs again",
      [untaken("server-down"), down("a"), running("a")],
      { kind: "missing", reason: { why: "server-down", server: "a" } },
    ],
    ["its server is down", [down("a")], { kind: "missing", reason: { why: "server-down", server: "a" } }],
    [
      "the sender's connection ended",
      [untaken("disconnected")],
      { kind: "missing", reason: { why: "sender-left", client: "α", server: "a" } },
    ],
    ["nobody could remember it", [untaken("unrecorded")], { kind: "not-expected", why: "not-recorded" }],
  ])("says of a message that no server took that %s", (_, end, cell) => {
    const derived = told([...world("adapter", "adapter"), sent("α", "a"), ...end]);
    expect(cells(derived).get("β")).toEqual(cell);
  });

  test("waits for the client's server as long as Redis may have handed it over", () => {
    const handed = [...world("adapter", "adapter"), ...local(), published("a")];
    const at = settlesAt(told(handed).messages.get("m1") as Message) + 1;
    const cell = (...more: Observation[]) => cells(told([...handed, ...more]), at).get("β");

    expect(cell(accepted("a", 2))).toEqual({ kind: "waiting", on: { why: "not-taken", server: "b" } });
    // One connection, and that is A's own.
    expect(cell(accepted("a", 1))).toEqual({ kind: "missing", reason: { why: "unknown", server: "b" } });
    expect(cell(accepted("a", 2), arrived("b", false))).toEqual({
      kind: "missing",
      reason: { why: "unknown", server: "b" },
    });
    const kept = told([...world("adapter", "adapter"), ...local()]);
    expect(cells(kept, at).get("β")).toEqual({
      kind: "waiting",
      on: { why: "not-published", server: "a" },
    });
  });

  test("lists what asks for an answer, and not what the page arranges by itself", () => {
    const asks = (event: string, message: string, wantsAck: boolean): Observation =>
      ({ ...received("α", "a", message), event, text: "", wantsAck }) as Observation;
    const answered: Observation = {
      type: "acknowledged",
      message: "m2",
      server: "a",
      socket: "α-id",
      client: "α",
      text: "[]",
    };
    const derived = told([
      ...world("none", "none"),
      asks("room:join", "m1", false),
      asks("who", "m2", true),
      answered,
      asks("room:join", "m3", true),
    ]);
    const { rows } = matrix(derived.messages.values(), derived.picture, derived.at + 60_000);
    expect(rows.map(({ message }) => message.id)).toEqual(["m3", "m2"]);
    expect(rows[1]?.cells.get("α")).toEqual({ kind: "answered", ms: 1 });
    expect(rows[1]?.cells.get("β")).toEqual({ kind: "not-expected", why: "not-for-it" });
  });

  test("costs for each client the same, however many there are and however long a message's trail", () => {
    const costMs = (clients: number) => {
      const names = Array.from({ length: clients }, (_, n) => `c${n}`);
      const derived = told([
        ...world("adapter", "adapter"),
        ...names.map((name) => connected(name, "a")),
        ...names.map((name) => connected(`${name}′`, "b")),
        ...local(),
        published("a"),
        delivered("a", names),
        ...names.map((name) => heard(name, "a")),
      ]);
      const times = Array.from({ length: 8 }, () => {
        const before = performance.now();
        for (let n = 0; n < 20; n += 1)
          matrix(derived.messages.values(), derived.picture, derived.at + 60_000);
        return performance.now() - before;
      });
      return Math.min(...times) / clients;
    };
    const [few, many] = [costMs(50), costMs(400)];
    expect(many / few).toBeLessThan(4);
  });
});

describe("the story of a message", () => {
  const storyOf = (observations: Observation[]) => {
    const derived = told(observations);
    const message = derived.messages.get("m1");
    if (!message) throw new Error("no message");
    return story(message, derived.picture, derived.at + 60_000);
  };
  const brief = (observations: Observation[]) =>
    storyOf(observations).hops.map(({ step, kind, from, to }) => {
      const name = (place: typeof from) =>
        place.at === "redis" ? "redis" : place.at === "server" ? place.server : place.label;
      return `${step} ${kind} ${name(from)}→${name(to)}`;
    });

  test("of a crossing goes by Redis to both servers and out to both clients", () => {
    expect(brief([...world("adapter", "adapter"), ...crossing()])).toEqual([
      "0 event α→a",
      "1 publish a→redis",
      "1 event a→α",
      "2 channel redis→a",
      "2 channel redis→b",
      "3 event b→β",
    ]);
  });

  test("without an adapter ends at the sender's server, with a mark at the other", () => {
    const { hops, marks, steps } = storyOf([...world("none", "none"), ...local()]);
    expect(hops).toHaveLength(2);
    expect(marks).toMatchObject([{ label: "β", server: "b", step: 1 }]);
    expect(steps).toBe(2);
  });

  test("drops a packet on a cable that swallows it", () => {
    const { hops, marks } = storyOf([
      ...world("adapter", "adapter"),
      ...local(),
      published("a"),
      { type: "dropped", message: "m1", server: "b", towards: "server", state: "blackhole" },
    ]);
    expect(hops.find(({ lost }) => lost)).toMatchObject({ to: { server: "b" }, lost: "blackhole" });
    expect(marks).toMatchObject([{ label: "β", step: 3 }]);
  });
});

describe("a wait", () => {
  const storyAt = (observations: (Observation & { at?: number })[], at: number) => {
    const derived = told(observations);
    return story(derived.messages.get("m1") as Message, derived.picture, at);
  };
  const caption = (one: ReturnType<typeof storyAt>) => tell(one, 9, true, labWords.en);

  test("for a server that has not taken a message is told, and the message has not arrived in the picture", () => {
    const waiting = storyAt([...world("adapter", "adapter"), sent("α", "a")], settleMs + 100);
    expect(waiting.hops).toMatchObject([{ id: "sent", isUnderWay: true, ms: null }]);
    expect(waiting.waitsOn).toEqual([{ why: "not-taken", server: "a" }]);
    expect(caption(waiting)).toBe("α said “hi”. Server A hasn’t received it yet.");
  });

  test("isn't told of an event that the server has no handler for: that is said", () => {
    const order = { event: "order", text: '{"id":1}' };
    const one = storyAt(
      [
        ...world("adapter", "adapter"),
        { ...sent("α", "a"), ...order } as Observation,
        { ...received("α", "a"), ...order, unhandled: true } as Observation,
      ],
      60_000,
    );
    expect(caption(one)).toBe(
      `${labWords.en.stage.emitted("α", "order", '{"id":1}')} ${labWords.en.stage.unhandled("a", "order")}`,
    );
  });

  test("in the memory of a server before its cable is up again belongs to the hop to Redis", () => {
    const late: (Observation & { at?: number })[] = [
      ...world("adapter", "adapter"),
      ...local(),
      { ...published("a"), at: 730 },
      arrived("b", false),
      delivered("b", ["β"]),
      heard("β", "b"),
    ];
    const told = storyAt(late, 2_000);
    expect(told.hops.find(({ kind }) => kind === "publish")).toMatchObject({ waitedMs: 722 });
    expect(caption(told)).toContain("Server A held it for 722 ms before it could write it to Redis.");
  });
});

describe("derivation", () => {
  const events = trace([
    ...world("adapter", "none"),
    ...crossing("m1"),
    link("b", "adapter"),
    ...crossing("m2"),
    ...local("m3"),
    delivered("b", ["β"], "m3"),
    running("b"),
  ]);

  test("comes to the same whatever the batches in which the trace arrives", () => {
    const whole = derive(nothingYet(), events);
    fc.assert(
      fc.property(fc.array(fc.nat(events.length)), (cuts) => {
        const bounds = [...new Set([0, ...cuts, events.length])].sort((one, two) => one - two);
        let derived = nothingYet();
        for (const [index, start] of bounds.entries()) {
          derived = derive(derived, events.slice(start, bounds[index + 1] ?? events.length));
        }
        expect(derived).toEqual(whole);
      }),
    );
  });

  test("passes over events that it has had before", () => {
    const once = derive(nothingYet(), events);
    expect(derive(once, events.slice(3))).toBe(once);
  });

  test("never changes what it gave out", () => {
    const early = derive(nothingYet(), events.slice(0, 9));
    const copy = structuredClone(early);
    derive(early, events.slice(9));
    expect(early).toEqual(copy);
  });

  test("keeps a bounded number of messages and counts them all", () => {
    const many = trace([
      ...world("none", "none"),
      ...Array.from({ length: 1_000 }, (_, index) => local(`m${index}`)).flat(),
    ]);
    const derived = derive(nothingYet(), many);
    expect(derived.total).toBe(1_000);
    expect(derived.messages.size).toBe(200);
    expect([...derived.messages.keys()].at(-1)).toBe("m999");
  });
});

test("does not call it silence where observations are missing", () => {
  const derived = told([
    ...world("adapter", "adapter"),
    ...local(),
    { type: "skipped", server: "b", count: 40 },
  ]);
  expect(cells(derived).get("β")).toEqual({ kind: "not-expected", why: "not-recorded" });
});

test("does not call it Redis' own where a server's observations are missing", () => {
  const forwarded = (message: string): Observation => ({
    type: "forwarded",
    message,
    server: "b",
    channel: "socket.io#/#",
    bytes: 60,
  });
  const flooded: Observation[] = [
    ...world("adapter", "adapter"),
    { type: "skipped", server: "a", count: 40 },
  ];
  expect(told([...flooded, forwarded("m1"), arrived("b", false)]).messages.size).toBe(0);
  const calm = told([...flooded, { ...forwarded("m1"), at: 5_000 }, arrived("b", false)]);
  expect(calm.messages.get("m1")).toMatchObject({ foreign: true });
});
