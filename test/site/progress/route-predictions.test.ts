// What the end of a route says: right, wrong and why, and nothing of what a file made up.
import { describe, expect, test } from "vitest";
import { cableStates } from "../../../servers/protocol.ts";
import type { CourseLesson } from "../../../site/course/course.ts";
import type { Result } from "../../../site/lab/derive/result.ts";
import { answersOn, reasonOf, tokenText } from "../../../site/progress/route-predictions.ts";
import { labWords } from "../../words.ts";

const lesson: CourseLesson = {
  slug: "03-two-servers",
  number: "03",
  title: "Two servers",
  href: "/03-two-servers/",
  description: "",
  minutes: 9,
  minutesOn: {},
  routes: ["whole"],
  steps: ["one", "two", "three", "four"].map((id) => ({
    id,
    question: `${id}?`,
    asks: { kind: "hears", options: [] },
    routes: ["whole"],
  })),
};
const silent: Result = {
  got: "nothing",
  reason: { why: "sender-unlinked", server: "a", other: "b", bothOff: true },
};
const results = [
  ["α", { got: "heard", ms: 2 }],
  ["β", silent],
] as const;

test("an answer is right when it is right about every client, and wrong about those that differ", () => {
  const answers = answersOn(
    { pages: [lesson] },
    {
      "03-two-servers#one": { predicted: ["α"], results },
      "03-two-servers#two": { predicted: ["α", "β"], results },
      "03-two-servers#three": { predicted: null, results },
    },
  );
  expect(answers.right.map(({ key }) => key)).toEqual(["03-two-servers#one"]);
  expect(answers.wrong).toEqual([
    {
      key: "03-two-servers#two",
      question: "two?",
      href: "/03-two-servers/#two",
      said: ["α", "β"],
      was: ["α"],
      isRight: false,
      differences: [["β", silent]],
    },
  ]);
  // Without a prediction nothing was predicted; what wasn't run hasn't an outcome.
  expect(answers.open.map(({ key }) => key)).toEqual(["03-two-servers#three", "03-two-servers#four"]);
});

test("an answer to another question than who hears it is right when it's the right answer", () => {
  const answers = answersOn(
    { pages: [lesson] },
    {
      "03-two-servers#one": { predicted: ["2"], was: ["2"], results },
      "03-two-servers#two": { predicted: ["312"], was: ["321"], results },
    },
  );
  expect(answers.right).toMatchObject([{ said: ["2"], was: ["2"] }]);
  expect(answers.wrong).toMatchObject([{ said: ["312"], was: ["321"], differences: [] }]);
  const text = (token: string) => tokenText(token, { noPublish: "no PUBLISH" });
  expect(["α", "2", "312", "none"].map(text)).toEqual(["α", "2", "3 → 1 → 2", "no PUBLISH"]);
});

describe("the reason of a silence", () => {
  test("is the one that was kept", () => {
    expect(reasonOf(silent)).toEqual(silent.got === "nothing" ? silent.reason : undefined);
    expect(reasonOf({ got: "heard", ms: 1 })).toBe(undefined);
  });

  test.for([
    null,
    "sender-unlinked",
    {},
    { why: "toString" },
    { why: "__proto__" },
    { why: "sender-unlinked" },
    { why: "receiver-unlinked", server: "c" },
    { why: "late", server: "a", ms: "1" },
    { why: "cable", server: "a", state: "cut" },
    { why: "refused", text: { toString: 1 } },
  ])("is left out when a file made it up: %j", (reason) => {
    expect(reasonOf({ got: "nothing", reason } as unknown as Result)).toBe(undefined);
  });

  test.for(cableStates)("is kept for a cable that is %s", (state) => {
    const reason = { why: "cable", server: "a", state } as const;
    expect(reasonOf({ got: "nothing", reason })).toEqual(reason);
  });

  test.for(["redis-down", "links-differ", "keys-differ"] as const)(
    "needs nothing besides its name: %s",
    (why) => {
      const reason = reasonOf({ got: "nothing", reason: { why } });
      expect(reason && labWords.en.why(reason, true)).toBeTypeOf("string");
    },
  );
});
