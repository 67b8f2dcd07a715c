// Which message an observation belongs to: by cause within a server, by payload across Redis, by words at the page.
import { expect, test } from "vitest";
import type { RawObservation } from "../../../../servers/lab/process-protocol.ts";
import { createCorrelator } from "../../../../servers/lab/trace/correlate.ts";
import type { Correlated } from "../../../../servers/lab/trace/trace.ts";
import type { ClientReport, ServerName } from "../../../../servers/protocol.ts";
import type { UnionOmit } from "../../../../servers/union-omit.ts";

const subscribed = (name: string, channel: string, askedAt: number): Given => ({
  type: "subscribed",
  text: `${name} ${channel}`,
  name,
  channel,
  askedAt,
});

type Given = UnionOmit<RawObservation, "t">;

function open() {
  const correlator = createCorrelator();
  let t = 0;
  const take = (server: ServerName, raw: Given) => {
    t += 1;
    return correlator.take(server, { ...raw, t } as RawObservation).map(({ observation }) => observation);
  };
  const messageOf = (server: ServerName, raw: Given) => {
    const observation = take(server, raw).at(-1);
    return observation && "message" in observation ? observation.message : undefined;
  };
  const connect = (server: ServerName, socket: string, reports = false) =>
    take(server, {
      type: "connected",
      socket,
      name: socket,
      reports,
      transport: "websocket",
      recovered: false,
    });
  const received = (cause: string, text = '"hi"'): Given => ({
    type: "received",
    cause,
    socket: "α",
    event: "message",
    text,
    wantsAck: false,
  });
  const published = (publication: string, cause: string | null, print = "P"): Given => ({
    type: "published",
    publication,
    cause,
    command: "PUBLISH",
    channel: "ch",
    bytes: 9,
    payload: { kind: "text", text: "hi" },
    print,
  });
  const forwarded = (arrival: string, print = "P"): Given => ({
    type: "forwarded",
    arrival,
    channel: "ch",
    bytes: 9,
    print,
  });
  const delivered = (cause: string | null): Given => ({
    type: "delivered",
    cause,
    sockets: ["β"],
    event: "message",
    text: '"hi"',
  });
  const observationsOf = (correlated: Correlated[]) => correlated.map(({ observation }) => observation);
  /** What follows from a report at once, and how to have told what it has to say in its turn. */
  const reporting = (type: ClientReport["type"], socket: string, at: number, text = '"hi"') => {
    const { atOnce, inOrder } = correlator.report({ type, socket, event: "message", text, at }, at);
    return { atOnce: observationsOf(atOnce), inTurn: () => observationsOf(inOrder?.() ?? []) };
  };
  const report = (...given: Parameters<typeof reporting>) => reporting(...given).atOnce;
  return {
    reporting,
    correlator,
    take,
    messageOf,
    connect,
    received,
    published,
    forwarded,
    delivered,
    report,
  };
}

test("follows one message from α on A to β on B", () => {
  const { connect, messageOf, received, published, forwarded, delivered } = open();
  connect("a", "α");
  connect("b", "β");

  expect(messageOf("a", received("a1"))).toBe("m1");
  expect(messageOf("a", published("p1", "a1"))).toBe("m1");
  expect(messageOf("b", forwarded("r1"))).toBe("m1");
  expect(messageOf("b", delivered("r1"))).toBe("m1");
});

test("keeps two messages with the same bytes apart by their order", () => {
  const { connect, messageOf, received, published, forwarded } = open();
  connect("a", "α");
  for (const n of [1, 2]) {
    messageOf("a", received(`a${n}`));
    messageOf("a", published(`p${n}`, `a${n}`));
  }

  expect([messageOf("b", forwarded("r1")), messageOf("b", forwarded("r2"))]).toEqual(["m1", "m2"]);
  expect([messageOf("a", forwarded("o1")), messageOf("a", forwarded("o2"))]).toEqual(["m1", "m2"]);
});

test("does not take a new message for one that Redis took before the server subscribed", () => {
  const { connect, take, messageOf, received, published, forwarded } = open();
  connect("a", "α");
  messageOf("a", received("a1"));
  messageOf("a", published("p1", "a1"));
  take("a", { type: "accepted", publication: "p1", receivers: 0, error: null });
  take("b", subscribed("PSUBSCRIBE", "ch*", 4));
  messageOf("a", received("a2"));
  messageOf("a", published("p2", "a2"));

  expect(messageOf("b", forwarded("r1"))).toBe("m2");
});

test("keeps waiting for what Redis took after the server had asked to subscribe, or on another channel", () => {
  const { connect, take, messageOf, received, published, forwarded } = open();
  connect("a", "α");
  messageOf("a", received("a1"));
  messageOf("a", published("p1", "a1"));
  take("a", { type: "accepted", publication: "p1", receivers: 2, error: null }); // at 4
  take("b", subscribed("SSUBSCRIBE", "another", 9));
  take("b", subscribed("SUBSCRIBE", "ch", 3));

  expect(messageOf("b", forwarded("r1"))).toBe("m1");
});

test("does not wait for what Redis took before the server subscribed, though its answer is told later", () => {
  const { connect, take, messageOf, received, published, forwarded } = open();
  connect("a", "α");
  take("b", subscribed("SUBSCRIBE", "ch", 100));
  messageOf("a", received("a1"));
  messageOf("a", published("p1", "a1"));
  take("a", { type: "accepted", publication: "p1", receivers: 1, error: null });
  messageOf("a", received("a2"));
  messageOf("a", published("p2", "a2"));

  expect(messageOf("b", forwarded("r1"))).toBe("m2");
});

test("tells entries of a stream apart by their ids, where the bytes are the same", () => {
  const { connect, take, messageOf, received, published, forwarded } = open();
  connect("a", "α");
  for (const n of [1, 2]) {
    messageOf("a", received(`a${n}`));
    messageOf("a", published(`p${n}`, `a${n}`));
    take("a", { type: "accepted", publication: `p${n}`, receivers: null, error: null, entry: `${n}-0` });
  }

  expect(messageOf("b", { ...forwarded("r2"), entry: "2-0" } as Given)).toBe("m2");
});

test.each<[string, Given]>([
  ["the cable lost", { type: "dropped", passing: "p1", towards: "redis", state: "blackhole" }],
  [
    "Redis refused",
    { type: "accepted", publication: "p1", receivers: null, error: { code: "ERR", message: "ERR no" } },
  ],
])("does not take a new message for one that %s before", (_, end) => {
  const { connect, messageOf, take, received, published, forwarded } = open();
  connect("a", "α");
  const first = messageOf("a", received("c1"));
  take("a", published("p1", "c1"));
  take("a", end);
  const second = messageOf("a", received("c2"));
  take("a", published("p2", "c2"));

  expect(second).not.toBe(first);
  expect(messageOf("a", forwarded("r1"))).toBe(second);
  expect(messageOf("b", forwarded("r2"))).toBe(second);
});

test("gives what somebody else published a message of its own, the same on both servers", () => {
  const { messageOf, forwarded, delivered } = open();

  expect(messageOf("a", forwarded("r1", "foreign"))).toBe("m1");
  expect(messageOf("b", forwarded("r2", "foreign"))).toBe("m1");
  expect(messageOf("b", delivered("r2"))).toBe("m1");
  expect(messageOf("b", forwarded("r3", "foreign"))).toBe("m2");
});

test("says who saw that a message was sent: the client, or only the wire", () => {
  const { connect, take, received, report } = open();
  connect("a", "α", true);
  report("sent", "α", 1);

  expect(take("a", received("a1"))).toMatchObject([{ type: "sent", by: "client" }, { type: "received" }]);
  expect(take("a", received("a2"))).toMatchObject([{ type: "sent", by: "wire" }, { type: "received" }]);
  // The page's own report of a2 comes late, and is not taken for another message.
  report("sent", "α", 5);
  expect(take("a", received("a3"))).toMatchObject([{ type: "sent", by: "wire" }, { type: "received" }]);
});

test("waits for the page's report only of clients that report", () => {
  const { connect, correlator, received, report } = open();
  connect("a", "α");
  expect(correlator.isDue({ ...received("a1"), t: 9 } as RawObservation)).toBe(true);
  connect("a", "α", true);
  expect(correlator.isDue({ ...received("a1"), t: 9 } as RawObservation)).toBe(false);
  report("sent", "α", 1);
  expect(correlator.isDue({ ...received("a1"), t: 9 } as RawObservation)).toBe(true);
});

test("joins what a client heard to what was delivered to it, whichever is told first", () => {
  const { connect, take, delivered, report } = open();
  connect("b", "β", true);

  expect(report("heard", "β", 2)).toEqual([]);
  expect(take("b", delivered("b7"))).toMatchObject([
    { type: "delivered", message: "m1" },
    { type: "heard", message: "m1" },
  ]);
  take("b", delivered("b8"));
  expect(report("heard", "β", 9)).toMatchObject([{ type: "heard", message: "m2", client: "β" }]);
});

test("keeps what a page tells before the server has told of the connection, but nothing of an earlier one", () => {
  const { connect, take, delivered, report } = open();
  connect("b", "β", true);
  take("b", { type: "disconnected", socket: "β", reason: "transport close" });
  report("heard", "β", 2, '"old"');
  for (let turns = 0; turns < 1_000; turns += 1) take("b", { type: "skipped", count: 1 });
  report("heard", "β", 1_003);

  connect("b", "β", true);
  const old = { ...delivered("b6"), text: '"old"' } as Given;
  expect(take("b", old)).toMatchObject([{ type: "delivered", message: "m1" }]);
  expect(take("b", delivered("b7"))).toMatchObject([
    { type: "delivered", message: "m2" },
    { type: "heard", message: "m2" },
  ]);
});

test("names what a client sent before its server takes it, and keeps the name however late that is", () => {
  const { connect, take, received, reporting } = open();
  connect("a", "α", true);
  const { inTurn } = reporting("sent", "α", 1);

  expect(inTurn()).toMatchObject([{ type: "sent", message: "m1", by: "client", client: "α" }]);
  for (let turns = 0; turns < 3_000; turns += 1) take("a", { type: "skipped", count: 1 });
  expect(take("a", received("a1"))).toMatchObject([{ type: "received", message: "m1" }]);
  expect(inTurn()).toEqual([]);
  // The next with the same words is another one.
  reporting("sent", "α", 3_500);
  expect(take("a", received("a2"))).toMatchObject([
    { type: "sent", message: "m2" },
    { type: "received", message: "m2" },
  ]);
});

test.each<[string, "server-down" | "disconnected"]>([
  ["its server ends", "server-down"],
  ["its connection ends", "disconnected"],
])("says of what was sent that no server will take it, once %s", (_, why) => {
  const { connect, correlator, take, reporting, report } = open();
  connect("a", "α", true);
  reporting("sent", "α", 1, '"named"').inTurn();
  const { inTurn } = reporting("sent", "α", 1, '"nameless"');

  const end =
    why === "server-down"
      ? correlator.serverGone("a", 9, "SIGKILL").map(({ observation }) => observation)
      : take("a", { type: "disconnected", socket: "α", reason: "transport close" });
  expect(end).toMatchObject([
    { type: "untaken", message: "m1", why },
    { type: "sent", message: "m2", text: '"nameless"' },
    { type: "untaken", message: "m2", why },
    { type: "disconnected", socket: "α" },
  ]);
  expect(inTurn()).toEqual([]);
  // The page's report of what it sent before it knew comes after the end.
  expect(report("sent", "α", 1, '"late"')).toMatchObject([
    { type: "sent", message: "m3", text: '"late"' },
    { type: "untaken", message: "m3", why },
  ]);
});

test("takes what a page reports after its connection has ended for what its server saw before", () => {
  const { connect, take, received, delivered, report } = open();
  connect("a", "α", true);
  connect("b", "β", true);
  take("a", received("a1"));
  take("b", delivered("a1"));
  take("a", { type: "disconnected", socket: "α", reason: "transport close" });
  take("b", { type: "disconnected", socket: "β", reason: "transport close" });

  expect(report("sent", "α", 2)).toEqual([]);
  expect(report("heard", "β", 3)).toMatchObject([{ type: "heard", message: "m1", client: "β" }]);
});

test("says that it is not known what became of what more than 1,000 others were sent after", () => {
  const { connect, take, received, reporting } = open();
  connect("a", "α", true);
  reporting("sent", "α", 1, '"first"').inTurn();
  const last = Array.from({ length: 1_000 }, (_, n) => reporting("sent", "α", 1, `"${n}"`)).at(-1);

  expect(last?.atOnce).toMatchObject([{ type: "untaken", message: "m1", why: "unrecorded" }]);
  // What is taken after it was not recorded to be taken: a connection keeps its order.
  const taken = take("a", { ...received("a9"), text: '"5"' } as Given);
  expect(taken).toMatchObject([
    { type: "sent", text: '"5"' },
    { type: "received", text: '"5"' },
  ]);
});

test("looks through no list for what a page reports: a delivery costs the same beside 1,000 reports that wait", () => {
  const costMs = (waiting: number) => {
    const { connect, take, delivered, report } = open();
    connect("b", "β", true);
    for (let n = 0; n < waiting; n += 1) report("heard", "β", 1, `"other ${n}"`);
    const before = performance.now();
    for (let n = 0; n < 3_000; n += 1) take("b", { ...delivered("b1"), text: `"${n}"` } as Given);
    return performance.now() - before;
  };
  const rounds = Array.from({ length: 8 }, () => ({ many: costMs(1_000), one: costMs(1) }));
  const many = Math.min(...rounds.map((round) => round.many));
  const one = Math.min(...rounds.map((round) => round.one));
  expect(many / one).toBeLessThan(10);
});

test("takes no report for a client of another page's making", () => {
  const { connect, report } = open();
  connect("b", "β", false);

  expect(report("heard", "β", 1)).toEqual([]);
  expect(report("sent", "nobody", 1)).toEqual([]);
});

test("disconnects the clients of a server that is gone", () => {
  const { connect, correlator } = open();
  connect("a", "α");
  connect("b", "β");

  expect(correlator.serverGone("b", 7, "SIGKILL")).toMatchObject([
    { t: 7, observation: { type: "disconnected", socket: "β", reason: "SIGKILL" } },
  ]);
});
