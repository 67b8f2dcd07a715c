// The delivery matrix: what is waited for, which messages have a row, and what is unknown.
import { describe, expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { type Cell, matrix } from "../../../../site/lab/derive/matrix.ts";
import { derive, type Message } from "../../../../site/lab/derive/messages.ts";
import { giveUpMs, settleMs, settlesAt } from "../../../../site/lab/derive/silence-deadlines.ts";
import {
  accepted,
  arrived,
  connected,
  delivered,
  heard,
  local,
  published,
  received,
  running,
  sent,
  trace,
  world,
} from "../build-trace.ts";
import { cells, derivedFrom, down, untaken } from "./derived.ts";

describe("the delivery matrix while servers are waited for", () => {
  test("waits for a running server that hasn't received the message, says for which, and never that it was down", () => {
    const derived = derivedFrom([...world("adapter", "adapter"), sent("α", "a")]);
    const at = derived.messages.get("m1")?.at ?? 0;
    const on = { why: "not-taken", server: "a" };
    expect(cells(derived, at + settleMs).get("β")).toEqual({ kind: "waiting" });
    expect(cells(derived, at + settleMs + 1).get("β")).toEqual({ kind: "waiting", on });
    expect(cells(derived, at + settleMs + giveUpMs).get("β")).toEqual({ kind: "waiting", on });
    expect(cells(derived, at + settleMs + giveUpMs + 1).get("β")).toEqual({ kind: "missing", reason: on });

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
      "its server ended, although it's running again",
      [untaken("server-down"), down("a"), running("a")],
      { kind: "missing", reason: { why: "server-down", server: "a" } },
    ],
    ["its server is down", [down("a")], { kind: "missing", reason: { why: "server-down", server: "a" } }],
    [
      "the sender's connection ended",
      [untaken("disconnected")],
      { kind: "missing", reason: { why: "sender-left", client: "α", server: "a" } },
    ],
    [
      "there were too many to remember",
      [untaken("unrecorded")],
      { kind: "not-expected", why: "not-recorded" },
    ],
  ])("says about a message that no server received that %s", (_, end, cell) => {
    const derived = derivedFrom([...world("adapter", "adapter"), sent("α", "a"), ...end]);
    expect(cells(derived).get("β")).toEqual(cell);
  });

  test("waits for the client's server as long as Redis may have passed it on", () => {
    const handed = [...world("adapter", "adapter"), ...local(), published("a")];
    const at = settlesAt(derivedFrom(handed).messages.get("m1") as Message) + 1;
    const cell = (...more: Observation[]) => cells(derivedFrom([...handed, ...more]), at).get("β");

    expect(cell(accepted("a", 2))).toEqual({ kind: "waiting", on: { why: "not-taken", server: "b" } });
    // One connection, which is A's own.
    expect(cell(accepted("a", 1))).toEqual({ kind: "missing", reason: { why: "unknown", server: "b" } });
    expect(cell(accepted("a", 2), arrived("b", false))).toEqual({
      kind: "missing",
      reason: { why: "unknown", server: "b" },
    });
    const kept = derivedFrom([...world("adapter", "adapter"), ...local()]);
    expect(cells(kept, at).get("β")).toEqual({
      kind: "waiting",
      on: { why: "not-published", server: "a" },
    });
  });
});

describe("the rows of the delivery matrix", () => {
  test("lists requests, and not what the page sends for itself", () => {
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
    const derived = derivedFrom([
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

  test("costs the same for each client, however many there are and however long a message's trail is", () => {
    const costMs = (clients: number) => {
      const names = Array.from({ length: clients }, (_, n) => `c${n}`);
      const derived = derivedFrom([
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

test("doesn't call it silence if observations are missing", () => {
  const derived = derivedFrom([
    ...world("adapter", "adapter"),
    ...local(),
    { type: "skipped", server: "b", count: 40 },
  ]);
  expect(cells(derived).get("β")).toEqual({ kind: "not-expected", why: "not-recorded" });
});

test("doesn't call it a foreign message if a server's observations are missing", () => {
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
  expect(derivedFrom([...flooded, forwarded("m1"), arrived("b", false)]).messages.size).toBe(0);
  const calm = derivedFrom([...flooded, { ...forwarded("m1"), at: 5_000 }, arrived("b", false)]);
  expect(calm.messages.get("m1")).toMatchObject({ foreign: true });
});
