// Verdicts are pure: from what the trace says of one event, compared with one server.
import { describe, expect, test } from "vitest";
import { paramsOf } from "../../../servers/lab/process/own-app/observe-listeners.ts";
import type { Observation, TraceEvent } from "../../../servers/protocol.ts";
import type { Role } from "../../../servers/protocol-report.ts";
import { fillPlaceholders, probesFromTrace } from "../../../servers/report/probes.ts";
import { type Outcome, outcomeOf, verdictOf } from "../../../servers/report/verdict.ts";

const ids = { sender: "s", near: "n", far: "f" };
const sent = { message: "m1", server: "a", socket: "s", client: "α", text: '"hi"' } as const;
const received: Observation = { type: "received", event: "say", wantsAck: false, ...sent };
const delivered = (server: "a" | "b", sockets: string[], message = "m1"): Observation => ({
  type: "delivered",
  message,
  server,
  sockets,
  event: "said",
  text: '"hi"',
});
const traceOf = (...observations: Observation[]): TraceEvent[] =>
  observations.map((one, index) => ({ seq: index + 1, at: index, ...one }));

const outcome = (heard: Partial<Record<Role, number>>, more: Partial<Outcome> = {}): Outcome => ({
  message: "m1",
  heard: { sender: 0, near: 0, far: 0, ...heard },
  answer: null,
  crashed: false,
  ...more,
});
const verdict = (one: Outcome, here: Outcome, again = one) => verdictOf([one, again], here);
const all = outcome({ sender: 1, near: 1, far: 1 });
const answered = outcome({}, { answer: '"ok"' });

describe("an outcome", () => {
  test("counts who heard what followed", () => {
    const events = traceOf(received, delivered("a", ["s", "n"]), delivered("b", ["f"]));
    expect(outcomeOf(events, ids, "say")).toEqual(all);
  });

  test("leaves out what other messages say, and counts the same words that came another way", () => {
    const other = { ...delivered("a", ["n"], "m2"), text: '"tick"' } as Observation;
    const events = traceOf(received, other, delivered("a", ["n"]), delivered("b", ["f"], "m3"));
    expect(outcomeOf(events, ids, "say").heard).toEqual({ sender: 0, near: 1, far: 1 });
  });

  test("has no message if no server received it", () => {
    expect(outcomeOf(traceOf(delivered("a", ["n"])), ids, "say")).toMatchObject({ message: null });
  });
});

describe("a verdict", () => {
  test.each([
    ["everyone who heard it on one server hears it", all, all, { verdict: "everyone", missed: [] }],
    [
      "the other server's client is missing",
      all,
      outcome({ sender: 1, near: 1 }),
      { verdict: "own-server", missed: ["far"] },
    ],
    [
      "it was for the other server's client only",
      outcome({ far: 1 }),
      outcome({}),
      { verdict: "own-server", missed: ["far"] },
    ],
    [
      "somebody hears it again",
      all,
      outcome({ sender: 1, near: 1, far: 2 }),
      { verdict: "twice", missed: [] },
    ],
    ["nobody hears it any more", all, outcome({}), { verdict: "dies", why: "lost" }],
    ["the sender is answered, as before", answered, answered, { verdict: "answers", missed: [] }],
    ["the answer doesn't come", answered, outcome({}), { verdict: "dies", why: "unanswered" }],
    [
      "the answer is another",
      answered,
      outcome({}, { answer: '"no"' }),
      { answer: { one: '"ok"', here: '"no"' } },
    ],
    ["nothing follows, as before", outcome({}), outcome({}), { verdict: "nobody", missed: [] }],
    ["a server ends", all, outcome({ near: 1 }, { crashed: true }), { verdict: "dies", why: "crashed" }],
    ["no server receives it", all, outcome({}, { message: null }), { verdict: "dies", why: "not-received" }],
  ])("when %s", (_, one, here, expected) => {
    expect(verdict(one, here)).toMatchObject(expected);
  });

  test("expects only what one server does each time", () => {
    const once = outcome({ sender: 1 });
    expect(verdict(all, once, once)).toMatchObject({ verdict: "answers" });
    expect(verdict(answered, outcome({}, { answer: "2" }), outcome({}, { answer: "1" }))).not.toHaveProperty(
      "answer",
    );
  });
});

describe("what to send", () => {
  const listens = (event: string, ...params: string[]): Observation => ({
    type: "listens",
    server: "a",
    event,
    params,
  });

  test("is what was seen, and made up for what only has a handler", () => {
    const trace = traceOf(listens("say", "text"), listens("move", "{ to, x = 1 }", "cb"), received);
    expect(probesFromTrace(trace)).toEqual([
      { event: "say", args: ["hi"], ack: false, from: "seen" },
      { event: "move", args: [{ to: "$far.room", x: 1 }], ack: true, from: "found" },
    ]);
  });

  test("leaves out what the trace shows cut", () => {
    expect(probesFromTrace(traceOf({ ...received, text: '"long…' } as Observation))).toEqual([]);
  });

  test("fills in who is there", () => {
    expect(fillPlaceholders([{ to: ["$far.room"] }, "$5"], new Map([["$far.room", "r"]]))).toEqual([
      { to: ["r"] },
      "$5",
    ]);
  });

  test.each([
    ["(a, b) => a", ["a", "b"]],
    ["async text => text", ["text"]],
    ["async function say({ to, text: { a, b } }, cb) {}", ["{ to, text: { a, b } }", "cb"]],
    ["say(...args) {}", ["...args"]],
    ["function () { [native code] }", []],
    ["class A {}", []],
    ["", []],
  ])("reads the parameters of %s", (source, params) => {
    expect(paramsOf(source)).toEqual(params);
  });
});
