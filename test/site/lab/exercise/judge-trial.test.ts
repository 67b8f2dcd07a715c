// Whether what clients heard is what a trial of an exercise wants, and if not, what is wrong.
import { describe, expect, test } from "vitest";
import { exercises } from "../../../../site/lab/exercise/catalog/all.ts";
import { type Edits, textsOf, withNumber } from "../../../../site/lab/exercise/exercise.ts";
import {
  type HeardMessage,
  isSame,
  judgeAnswer,
  judgeHeard,
} from "../../../../site/lab/exercise/judge-trial.ts";

const all = ["α", "γ", "β"];
const by = (...clients: string[]): HeardMessage[] => clients.map((client) => ({ client, data: "hi" }));
const judge = (heard: readonly HeardMessage[], heardBy = all) => judgeHeard(heard, "hi", heardBy, all);

describe("what clients heard", () => {
  test("is right if each of them heard it once, in any order", () => {
    expect(judge(by("β", "α", "γ"))).toBeUndefined();
    expect(judge(by("α", "γ"), ["α", "γ"])).toBeUndefined();
  });

  test.each<[string, HeardMessage[], string[], object]>([
    ["nobody heard it", [], all, { is: "silent", clients: all, sent: '"hi"' }],
    ["one didn't", by("α", "γ"), all, { is: "silent", clients: ["β"] }],
    ["two heard it twice", by("α", "γ", "β", "α", "γ"), all, { is: "repeated", clients: ["α", "γ"] }],
    ["one wasn't to", by("α", "β", "γ"), ["α", "β"], { is: "leaked", clients: ["γ"] }],
    [
      "one heard something else",
      [...by("α", "γ"), { client: "β", data: { type: "Buffer" } }],
      all,
      { is: "changed", clients: ["β"], got: '{"type":"Buffer"}' },
    ],
    [
      "one heard something besides",
      [...by(...all), { client: "α", data: "more" }],
      all,
      { is: "changed", clients: ["α"], got: '"more"' },
    ],
  ])("is refused when %s", (_, heard, heardBy, problem) => {
    expect(judge(heard, heardBy)).toMatchObject(problem);
  });
});

describe("an answer", () => {
  const judged = (listed: string[] | undefined) => judgeAnswer({ text: "…", listed }, "α", all);

  test("is right if it lists each client once, in any order", () => {
    expect(judged(["β", "α", "γ"])).toBeUndefined();
  });

  test("is refused without a list, with one that lacks, repeats or invents a client, and if none comes", () => {
    expect(judged(undefined)).toEqual({ is: "no-list", client: "α", got: "…" });
    expect(judged(["α", "γ"])).toMatchObject({ is: "answer-lacks", clients: ["β"] });
    expect(judged(["α", "γ", "β", "γ"])).toMatchObject({ is: "answer-repeats", clients: ["γ"] });
    expect(judged([...all, "x"])).toMatchObject({ is: "answer-invents", clients: ["x"] });
    expect(judgeAnswer(undefined, "α", all)).toEqual({ is: "unanswered", client: "α" });
  });
});

test("values that crossed a wire are compared by what they hold, bytes byte by byte", () => {
  const bytes = new Uint8Array([104, 105]);
  expect(isSame(bytes, bytes.buffer)).toBe(true);
  expect(isSame(new Uint8Array([0, 104, 105]).subarray(1), bytes)).toBe(true);
  expect(isSame({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
  for (const [one, other] of [
    [bytes, new Uint8Array([104, 106])],
    [bytes, new Uint8Array([104])],
    [bytes, { type: "Buffer", data: [104, 105] }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [[1], { 0: 1 }],
    ["1", 1],
    [null, {}],
  ])
    expect(isSame(one, other), JSON.stringify([one, other])).toBe(false);
});

describe("an exercise", () => {
  test("sends a number that code can't know, also inside of objects; bytes stay as they are", () => {
    const bytes = new Uint8Array([35]);
    const data = { room: "tea", data: ["milk #", { n: "#" }, 7, bytes] };
    expect(withNumber({ client: "α", event: "room:message", data }, 417)).toEqual({
      client: "α",
      event: "room:message",
      data: { room: "tea", data: ["milk 417", { n: "417" }, 7, bytes] },
    });
  });

  test("fails the build if it replaces a text that its file doesn't have, or has twice", () => {
    const { "bridge-message": one } = exercises;
    const texts = (from: string) => {
      const start: Edits = { "links/bridge.ts": [{ from, to: "" }] };
      return textsOf({ ...one, start }, () => "once\ntwice twice\n").start;
    };
    expect(texts("once\n")).toEqual({ "links/bridge.ts": "twice twice\n" });
    expect(() => texts("twice")).toThrow("servers/chat/links/bridge.ts: an exercise replaces a text");
    expect(() => texts("never")).toThrow("that is not there once: never");
  });
});
