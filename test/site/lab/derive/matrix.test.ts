// The delivery matrix: who heard a message, who did not, and why.
import { describe, expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { derive } from "../../../../site/lab/derive/messages.ts";
import { settleMs } from "../../../../site/lab/derive/silence-deadlines.ts";
import {
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
  sent,
  world,
} from "../build-trace.ts";
import { cells, derivedFrom } from "./derived.ts";

describe("the delivery matrix", () => {
  test("says who heard, with the milliseconds since it was sent", () => {
    const result = cells(derivedFrom([...world("adapter", "adapter"), ...crossing()]));
    expect(result.get("α")).toEqual({ kind: "heard", ms: 4 });
    expect(result.get("β")).toEqual({ kind: "heard", ms: 9 });
  });

  test("waits before silence counts", () => {
    const derived = derivedFrom([...world("none", "none"), ...local()]);
    const at = derived.messages.get("m1")?.takenAt ?? 0;
    expect(cells(derived, at + settleMs).get("β")).toEqual({ kind: "waiting" });
    expect(cells(derived, at + settleMs + 1).get("β")?.kind).toBe("missing");
  });

  test("waits longer on a slow cable", () => {
    const derived = derivedFrom([
      ...world("adapter", "adapter"),
      { type: "cable", server: "b", state: "up", delayMs: 500 },
      ...local(),
    ]);
    const at = derived.messages.get("m1")?.at ?? 0;
    expect(cells(derived, at + settleMs + 1000).get("β")).toEqual({ kind: "waiting" });
  });

  test("marks what the server wrote and the client hasn't confirmed", () => {
    const result = cells(derivedFrom([...world("none", "none"), ...local().slice(0, 3)]));
    expect(result.get("α")).toEqual({ kind: "delivered", ms: 2 });
  });
});

describe("the reasons in the delivery matrix", () => {
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
      "the client left before it arrived",
      [
        ...world("adapter", "adapter"),
        ...local(),
        { type: "disconnected", server: "b", socket: "β-id", client: "β", reason: "transport close" },
      ],
      { why: "left", server: "b" },
    ],
  ])("gives the reason when %s", (_, observations, reason) => {
    expect(cells(derivedFrom(observations)).get("β")).toEqual({ kind: "missing", reason });
  });
});

describe("the delivery matrix, by the links of the servers", () => {
  test("a server whose link delivers after Redis leaves its own clients waiting for its cable", () => {
    const silent = (one: "adapter" | "sharded") =>
      cells(
        derivedFrom([
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
    expect(
      cells(derivedFrom([...world("bridge-single", "bridge-single"), ...said, refused])).get("α"),
    ).toEqual({
      kind: "missing",
      reason: { why: "refused", text: error },
    });
    expect(cells(derivedFrom([...world("bridge", "bridge"), dark, ...said])).get("α")).toEqual({
      kind: "missing",
      reason: { why: "cable", server: "a", state: "blackhole" },
    });
  });

  test("shows that a client that was away got it by recovery", () => {
    const away: Observation = {
      type: "disconnected",
      server: "b",
      socket: "β-id",
      client: "β",
      reason: "transport close",
    };
    const derived = derivedFrom([
      ...world("streams", "streams"),
      away,
      ...local(),
      connected("β", "b"),
      delivered("b", ["β"]),
      heard("β", "b"),
    ]);
    expect(cells(derived).get("β")).toMatchObject({ kind: "heard" });
    expect(
      cells(derivedFrom([...world("streams", "streams"), away, ...local(), connected("β", "b")])).get("β"),
    ).toBeUndefined();
  });

  test("expects a room's message only for the room's members", () => {
    const derived = derivedFrom([
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

  test("turns a silence into a delivery if the message arrives late after all", () => {
    const before = derivedFrom([...world("adapter", "adapter"), ...local()]);
    expect(cells(before).get("β")?.kind).toBe("missing");
    const after = derive(before, [{ ...heard("β", "b"), seq: before.seq + 1, at: 5_000 }]);
    expect(cells(after).get("β")?.kind).toBe("heard");
  });
});
