// What pages report that their clients sent and heard, matched with what servers saw.
import { expect, test } from "vitest";
import type { RawObservation } from "../../../../servers/lab/process-protocol.ts";
import { type Given, open } from "./open-correlator.ts";

test("waits for the page's report only of clients that report", () => {
  const { connect, correlator, received, report } = open();
  connect("a", "α");
  expect(correlator.isDue({ ...received("a1"), t: 9 } as RawObservation)).toBe(true);
  connect("a", "α", true);
  expect(correlator.isDue({ ...received("a1"), t: 9 } as RawObservation)).toBe(false);
  report("sent", "α", 1);
  expect(correlator.isDue({ ...received("a1"), t: 9 } as RawObservation)).toBe(true);
});

test("matches what a client heard with what was delivered to it, whichever is reported first", () => {
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

test("keeps what a page reports before the server has reported the connection, but nothing from an earlier one", () => {
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

test("names what a client sent before its server receives it, and keeps the name however late that is", () => {
  const { connect, take, received, reporting } = open();
  connect("a", "α", true);
  const { inTurn } = reporting("sent", "α", 1);

  expect(inTurn()).toMatchObject([{ type: "sent", message: "m1", by: "client", client: "α" }]);
  for (let turns = 0; turns < 3_000; turns += 1) take("a", { type: "skipped", count: 1 });
  expect(take("a", received("a1"))).toMatchObject([{ type: "received", message: "m1" }]);
  expect(inTurn()).toEqual([]);
  // The next one with the same text is another message.
  reporting("sent", "α", 3_500);
  expect(take("a", received("a2"))).toMatchObject([
    { type: "sent", message: "m2" },
    { type: "received", message: "m2" },
  ]);
});

test.each<[string, "server-down" | "disconnected"]>([
  ["its server ends", "server-down"],
  ["its connection ends", "disconnected"],
])("reports that no server will receive what was sent, once %s", (_, why) => {
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

test("matches what a page reports after its connection has ended with what its server saw before", () => {
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

test("reports as unknown a message that more than 1,000 others followed", () => {
  const { connect, take, received, reporting } = open();
  connect("a", "α", true);
  reporting("sent", "α", 1, '"first"').inTurn();
  const last = Array.from({ length: 1_000 }, (_, n) => reporting("sent", "α", 1, `"${n}"`)).at(-1);

  expect(last?.atOnce).toMatchObject([{ type: "untaken", message: "m1", why: "unrecorded" }]);
  // What is received after it was not recorded as received: a connection keeps its order.
  const taken = take("a", { ...received("a9"), text: '"5"' } as Given);
  expect(taken).toMatchObject([
    { type: "sent", text: '"5"' },
    { type: "received", text: '"5"' },
  ]);
});

test("searches no list for what a page reports: a delivery costs the same with 1,000 reports waiting", () => {
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

test("accepts no report for another page's client", () => {
  const { connect, report } = open();
  connect("b", "β", false);

  expect(report("heard", "β", 1)).toEqual([]);
  expect(report("sent", "nobody", 1)).toEqual([]);
});
