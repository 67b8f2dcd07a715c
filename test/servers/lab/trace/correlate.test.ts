// Which message an observation belongs to: by cause within a server, by payload across Redis, by words at the page.
import { expect, test } from "vitest";
import type { RawObservation } from "../../../../servers/lab/process-protocol.ts";
import { createCorrelator } from "../../../../servers/lab/trace/correlate.ts";
import type { ClientReport, ServerName } from "../../../../servers/protocol.ts";

type Given = RawObservation extends infer O ? (O extends { t: number } ? Omit<O, "t"> : never) : never;

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
  const report = (type: ClientReport["type"], socket: string, at: number, text = '"hi"') =>
    correlator.report({ type, socket, event: "message", text, at }, at).map(({ observation }) => observation);
  return { correlator, take, messageOf, connect, received, published, forwarded, delivered, report };
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
  take("b", { type: "subscribed", channel: "PSUBSCRIBE ch*" });
  messageOf("a", received("a2"));
  messageOf("a", published("p2", "a2"));

  expect(messageOf("b", forwarded("r1"))).toBe("m2");
});

test.each<[string, Given]>([
  ["the cable lost", { type: "dropped", passing: "p1", towards: "redis", state: "blackhole" }],
  ["Redis refused", { type: "accepted", publication: "p1", receivers: null, error: "ERR" }],
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

test("tells what a client sent and no server took", () => {
  const { connect, correlator, report } = open();
  connect("a", "α", true);
  report("sent", "α", 3);

  expect(correlator.unanswered(2)).toEqual([]);
  expect(correlator.unanswered(4)).toMatchObject([
    { t: 3, observation: { type: "sent", by: "client", client: "α" } },
  ]);
  expect(correlator.unanswered(5)).toEqual([]);
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
