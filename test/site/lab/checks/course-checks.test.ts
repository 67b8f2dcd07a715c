// The checks of lessons 02 to 13: for each, a trace that passes, and one that lacks only what the check is about.
import { expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { type CheckName, checkNames } from "../../../../site/lab/checks/checks.ts";
import { trace, world } from "../build-trace.ts";
import { acrossRows } from "./across-traces.ts";
import { verdictOf } from "./check-verdict.ts";
import { rows as courseRows } from "./course-traces.ts";
import { both, forwarded, none } from "./event-builders.ts";

const rows = [...courseRows, ...acrossRows];

test.each(rows)("the check %s passes what it is about", (check, passing, _, clients) => {
  expect(verdictOf(check, passing, clients)).toMatchObject({ passed: true });
});

test.each(rows)("the check %s fails without it, and says what was seen", (check, _, failing, clients) => {
  const { passed, saw, wanted } = verdictOf(check, failing, clients);
  expect(passed).toBe(false);
  expect(saw).not.toBe("");
  expect(wanted).not.toBe("");
});

test("every check has such traces, here or in checks.test.ts", () => {
  const here = new Set(rows.map(([name]) => name));
  const there: CheckName[] = [
    "everyone-heard",
    "nobody-heard",
    "only-own-server-heard",
    "everyone-heard-over-polling",
    "still-silent-after-reconnect",
    "published-unheard",
    "never-published",
    "missed-before-subscribing",
    "only-sender-answered",
  ];
  expect([...here, ...there].toSorted()).toEqual(checkNames.toSorted());
});

test("without a message, only its absence is judged", () => {
  expect(verdictOf("everyone-heard", none)).toMatchObject({ passed: false, saw: "no message" });
});

test("a message published by hand has its own row, whatever channels adapters use among themselves", () => {
  const request: Observation = { ...forwarded("a"), channel: "socket.io-request#/#" } as Observation;
  expect(trace([...both, request])).toHaveLength(both.length + 1);
  expect(verdictOf("heard-by-subscribers", [...world("bridge", "none"), request])).toMatchObject({
    passed: false,
  });
});
