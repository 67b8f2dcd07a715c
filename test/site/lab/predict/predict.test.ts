// What an experiment asks: how an answer is chosen, which answer a trace shows to be right, and what a wrong one gets to read.
import { describe, expect, test } from "vitest";
import type { Observation } from "../../../../servers/protocol.ts";
import { derive, emptyDerived } from "../../../../site/lab/derive/messages.ts";
import { outcomeOf } from "../../../../site/lab/derive/outcome.ts";
import {
  type Answer,
  choose,
  isAnswerTo,
  isWhole,
  joined,
} from "../../../../site/lab/predict/chosen-answer.ts";
import { explanationsFor } from "../../../../site/lab/predict/explanations.ts";
import { mapText, type Prediction } from "../../../../site/lab/predict/prediction-kinds.ts";
import { rightAnswer } from "../../../../site/lab/predict/right-answer.ts";
import { isSameAnswer } from "../../../../site/lab/predict/same-answer.ts";
import { accepted, crossing, link, local, published, received, sent, trace, world } from "../build-trace.ts";
import { answer, asks, both, dropped, forwarded, none, tea } from "../checks/event-builders.ts";

const receivers: Prediction = {
  kind: "receivers",
  wrong: { none: "A publishes.", "1": "B is subscribed too." },
};
const line: Prediction = {
  kind: "line",
  options: [
    { text: "an error", sees: { error: "timeout" }, wrong: "Nobody waits." },
    { text: "`[]`", sees: { entries: 0 } },
    { text: "ok", sees: { reply: "ok" }, wrong: "It's a list." },
    { text: "ECONNRESET", sees: { log: "a", has: "ECONNRESET" }, wrong: "The cable is up." },
    { text: "nothing", wrong: "It answers." },
  ],
};
const order: Prediction = {
  kind: "order",
  options: [
    { text: "β hears it", sees: { type: "heard", client: "β" } },
    { text: "A publishes", sees: { type: "published", server: "a" } },
    { text: "A writes to α", sees: { type: "delivered", server: "a" } },
  ],
  wrong: [
    { first: 3, second: 2, wrong: "It publishes first." },
    { first: 1, second: 2, wrong: "B learns of it from Redis." },
  ],
};
const maps: Prediction = {
  kind: "maps",
  client: "β",
  options: [
    { server: "a", map: "sockets", wrong: "A holds only its own." },
    { server: "b", map: "sids", wrong: "B holds β." },
    { server: "b", map: "rooms", room: "tea", wrong: "β joined on B." },
  ],
};

const arrives: Prediction = {
  kind: "arrives",
  client: "β",
  upToMs: 1000,
  stepMs: 100,
  withinMs: 150,
  wrong: [{ below: 300, wrong: "B's cable is slow." }, { wrong: "It crosses once." }],
  never: "It's only late.",
};
function truth(asked: Prediction, observations: readonly Observation[], clients = ["α", "β"]) {
  const derived = derive(emptyDerived(), trace(observations));
  const message = [...derived.messages.values()].at(-1);
  const outcome = message && outcomeOf(message, clients, derived.picture, derived.at + 60_000);
  return rightAnswer(asked, outcome, derived);
}
const linked = world("adapter", "adapter");
const log = (text: string): Observation => ({ type: "log", server: "a", stream: "err", text });

describe("the right answer in a trace", () => {
  test.each<[string, Prediction, Observation[], readonly string[] | undefined]>([
    ["receivers: what Redis replied", receivers, [...linked, ...crossing()], ["2"]],
    ["receivers: no PUBLISH", receivers, [...none, ...local()], ["none"]],
    [
      "receivers: none is known while Redis doesn't reply",
      receivers,
      [...linked, sent("α", "a"), received("α", "a"), published("a"), dropped("a", "redis")],
      undefined,
    ],
    [
      "receivers: the servers that a message by hand was handed to",
      receivers,
      [...both, forwarded("a")],
      ["1"],
    ],
    [
      "receivers: 0 if it was handed to nobody",
      receivers,
      [...linked, sent("α", "a"), received("α", "a"), published("a"), accepted("a", 0)],
      ["0"],
    ],
    ["line: the number of entries", line, [...both, ...asks, answer({ count: 0 })], ["2"]],
    [
      "line: an error by its text",
      line,
      [...both, ...asks, answer({ error: { code: "", message: "timeout reached" } })],
      ["1"],
    ],
    [
      "line: any other reply by its text",
      line,
      [...both, ...asks, { ...answer(), text: '"ok"' } as Observation],
      ["3"],
    ],
    ["line: a line of that server's log", line, [...both, ...asks, log("read ECONNRESET")], ["4"]],
    ["line: nothing, if none of the others was seen", line, [...both, ...asks], ["5"]],
    ["order: by what happened first", order, [...linked, ...crossing()], ["231"]],
    ["order: unknown while one hasn't happened", order, [...none, ...local()], undefined],
    [
      "maps: those that hold the client when the message is sent",
      maps,
      [...none, tea("β", "b"), ...local()],
      ["2", "3"],
    ],
    ["arrives: when the client heard it, with its margin", arrives, [...linked, ...crossing()], ["9ms±150"]],
    ["arrives: never, if it's known that it didn't", arrives, [...none, ...local()], ["never"]],
    [
      "arrives: when the one who asked has the answer",
      { ...arrives, client: "α" },
      [...both, ...asks, answer({ count: 0 })],
      ["2ms±150"],
    ],
    ["maps: not the room after the client left it", maps, [...none, ...local()], ["2"]],
  ])("%s", (_, asked, observations, expected) => {
    expect(truth(asked, observations)).toEqual(expected);
  });

  test("what was logged before the run doesn't count", () => {
    const derived = derive(emptyDerived(), trace([...both, log("ECONNRESET"), link("a", "adapter")]));
    expect(rightAnswer(line, undefined, derived, derived.seq)).toEqual(["5"]);
    expect(rightAnswer(line, undefined, derived, 0)).toEqual(["4"]);
  });
});

describe("an answer", () => {
  const hears: Prediction = { kind: "hears" };
  const after = (asked: Prediction, ...tokens: (string | undefined)[]) =>
    tokens.reduce<Answer>((before, token) => choose(asked, before, token, true), null);

  test("has as many tokens as its question allows", () => {
    expect(after(hears, "α", "β")).toEqual(["α", "β"]);
    expect(after(receivers, "1", "2")).toEqual(["2"]);
    expect(after(maps, "1", "3", undefined)).toEqual([]);
    expect(choose(hears, ["α"], "α", false)).toBe(null);
  });

  test("about an order takes a choice back with all that were chosen after it", () => {
    expect(after(order, "2", "3", "1")).toEqual(["231"]);
    expect(choose(order, ["231"], "3", false)).toEqual(["2"]);
    expect(choose(order, ["2"], "2", false)).toBe(null);
  });

  test("about an order is whole when nothing is left", () => {
    expect(isWhole(order, ["23"])).toBe(false);
    expect(isWhole(order, ["231"])).toBe(true);
    expect(isWhole(receivers, ["2"])).toBe(true);
    expect(isWhole(receivers, null)).toBe(false);
  });

  test("about a time is right as far from what happened as the lesson allows", () => {
    expect(isSameAnswer(["600ms"], ["703ms±150"])).toBe(true);
    expect(isSameAnswer(["500ms"], ["703ms±150"])).toBe(false);
    expect(isSameAnswer(["never"], ["703ms±150"])).toBe(false);
    expect(isSameAnswer(["never"], ["never"])).toBe(true);
  });

  test("about a time is one where the slider can stand", () => {
    expect(isAnswerTo(arrives, ["β"], ["700ms"])).toBe(true);
    expect(isAnswerTo(arrives, ["β"], ["never"])).toBe(true);
    for (const token of ["750ms", "1100ms", "700", "700ms±9"])
      expect(isAnswerTo(arrives, ["β"], [token])).toBe(false);
  });

  test("that was saved for another question doesn't fit", () => {
    expect(isAnswerTo(receivers, ["α"], ["α"])).toBe(false);
    expect(isAnswerTo(order, ["α"], ["231"])).toBe(true);
    expect(isAnswerTo(order, ["α"], ["4"])).toBe(false);
    expect(isAnswerTo(hears, ["α"], null)).toBe(true);
  });

  test("begun before the page was live joins the saved one, or replaces it where only one can be chosen", () => {
    expect(joined(hears, ["α"], ["β"])).toEqual(["α", "β"]);
    expect(joined(hears, ["α"], [])).toEqual([]);
    expect(joined(receivers, ["1"], ["2"])).toEqual(["2"]);
  });
});

test("a wrong answer gets the sentence for its own wrong idea, a right one nothing", () => {
  const cases: [Prediction, string[], string[], string[]][] = [
    [receivers, ["none"], ["2"], ["A publishes."]],
    [receivers, ["1"], ["2"], ["B is subscribed too."]],
    [receivers, ["2"], ["2"], []],
    [line, ["1"], ["2"], ["Nobody waits."]],
    [line, ["2"], ["2"], []],
    [maps, ["1"], ["2"], ["A holds only its own.", "B holds β."]],
    [order, ["321"], ["231"], ["It publishes first."]],
    [order, ["123"], ["231"], ["B learns of it from Redis."]],
    [order, ["231"], ["231"], []],
    [arrives, ["200ms"], ["703ms±150"], ["B's cable is slow."]],
    [arrives, ["900ms"], ["703ms±150"], ["It crosses once."]],
    [arrives, ["800ms"], ["703ms±150"], []],
    [arrives, ["never"], ["703ms±150"], ["It's only late."]],
    [{ kind: "hears", wrong: { β: "It ends at A." } }, ["α", "β"], ["α"], ["It ends at A."]],
  ];
  for (const [asked, said, was, told] of cases) expect(explanationsFor(asked, said, was)).toEqual(told);
});

test("a map is shown as the code that reads it", () => {
  expect(maps.options.map(mapText)).toEqual([
    'io.of("/").sockets',
    "adapter.sids",
    'adapter.rooms.get("tea")',
  ]);
});
