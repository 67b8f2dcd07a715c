import { describe, expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { type CheckName, isCheck, unknownCheck } from "../../../../site/lab/checks/checks.ts";
import { derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import { outcomeOf } from "../../../../site/lab/derive/outcome.ts";
import { settlesAt } from "../../../../site/lab/derive/silence-deadlines.ts";
import {
  accepted,
  arrived,
  connected,
  crossing,
  delivered,
  heard,
  link,
  local,
  published,
  received,
  sent,
  trace,
  world,
} from "../build-trace.ts";
import { verdictOf } from "./check-verdict.ts";

const asking: Observation[] = [
  { ...sent("α", "a"), type: "sent", by: "client", event: "who", text: "" } as Observation,
  { ...received("α", "a"), event: "who", text: "" } as Observation,
];
const answered: Observation = {
  type: "acknowledged",
  message: "m1",
  server: "a",
  socket: "α-id",
  client: "α",
  text: "[]",
};
const gone: Observation = {
  type: "disconnected",
  server: "b",
  socket: "old-β",
  client: "β",
  reason: "io client disconnect",
};
const unheard = [...local(), published("a"), accepted("a", 1), arrived("a", true)];

test.each<[CheckName, Observation[], boolean]>([
  ["everyone-heard", [...world("adapter", "adapter"), ...crossing()], true],
  ["everyone-heard", [...world("none", "none"), ...local()], false],
  ["only-own-server-heard", [...world("none", "none"), ...local()], true],
  ["only-own-server-heard", [...world("adapter", "adapter"), ...crossing()], false],
  ["only-sender-answered", [...world("none", "none"), ...asking, answered], true],
  ["only-sender-answered", [...world("none", "none"), ...asking], false],
  ["nobody-heard", [...world("none", "none"), ...asking], true],
  ["still-silent-after-reconnect", [...world("none", "none"), gone, ...local()], true],
  ["still-silent-after-reconnect", [...world("none", "none"), ...local()], false],
  ["published-unheard", [...world("adapter", "none"), ...unheard], true],
  ["published-unheard", [...world("none", "none"), ...local()], false],
  ["never-published", [...world("none", "adapter"), ...local()], true],
  ["never-published", [...world("adapter", "none"), ...unheard], false],
  ["missed-before-subscribing", [...world("adapter", "none"), ...unheard, link("b", "adapter")], true],
  ["missed-before-subscribing", [...world("adapter", "none"), ...unheard], false],
  ["everyone-heard-over-polling", [...world("adapter", "adapter"), ...crossing()], false],
  [
    "everyone-heard-over-polling",
    [
      ...world("none", "none").slice(0, 4),
      { ...connected("α", "a"), transport: "polling" } as Observation,
      connected("β", "a"),
      sent("α", "a"),
      received("α", "a"),
      delivered("a", ["α", "β"]),
      heard("α", "a"),
      heard("β", "a"),
    ],
    true,
  ],
])("the check %s judges a trace by which clients received what (%#)", (check, observations, passed) => {
  expect(verdictOf(check, observations).passed).toBe(passed);
});

describe("an outcome", () => {
  test("doesn't exist while something may still arrive", () => {
    const derived = derive(emptyDerived(), trace([...world("none", "none"), ...local()]));
    const message = derived.messages.get("m1");
    if (!message) throw new Error("no message");
    const end = settlesAt(message);
    expect(outcomeOf(message, ["α", "β"], derived.picture, end)).toBeUndefined();
    expect(outcomeOf(message, ["α", "β"], derived.picture, end + 1)).toBeDefined();
  });
});

describe("a check", () => {
  test("says what was seen and what was expected", () => {
    expect(verdictOf("everyone-heard", [...world("none", "none"), ...local()])).toEqual({
      passed: false,
      saw: "heard by α",
      wanted: "heard by everyone",
    });
  });

  test("that doesn't exist is refused with the names of those that do", () => {
    expect(isCheck("everybody-heard")).toBe(false);
    expect(isCheck("toString")).toBe(false);
    expect(unknownCheck("everybody-heard")).toMatch(/everyone-heard, nobody-heard/);
  });
});
