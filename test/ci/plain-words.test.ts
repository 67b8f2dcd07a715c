// The word list of `npm run check` finds what it should, and leaves ordinary text alone.
import { describe, expect, test } from "vitest";
import { hardWords } from "../../.ci/plain-words.ts";

describe("the list of hard words", () => {
  test.each([
    ["// It mends the link.", "mends", "fix"],
    ["Break it anew.", "anew", "again"],
    ["Whoever sees it may send.", "Whoever", "anyone who"],
    ["a client whom nobody knows", "whom", "which client"],
    ['wrong: "not so",', "not so", "wrong"],
    ["a packet that is none", "is none", "invalid"],
    ["The learner is told why.", "is told", "notified"],
    ["/** Told why it was cut off. */", "Told why", "called with"],
    ["Returns how to end that.", "Returns how to", "a function"],
    ["It waits for ever.", "for ever", "forever"],
    ["It was changed in vain.", "in vain", "without effect"],
    ["The page comes alive.", "comes alive", "live"],
    ["Clients are spoken to.", "spoken to", "sent a message"],
    ["It ought to be sticky.", "ought to", "should"],
    ["the text beside the lab", "beside", "next to"],
    ["/** Answers whether it holds. */", "Answers whether", "returns"],
    ["// Who knows the id may watch.", "Who knows", "anyone who"],
    ["β 听不到", "听不到", "收不到"],
    ["Crosstalk 内置的代理", "内置的代理", "broker"],
    ["已断开, 没有响应", "开,", "，"],
  ])("has %j", (text, word, instead) => {
    expect(hardWords(text)).toEqual([
      { line: 1, word: expect.stringContaining(word), instead: expect.stringContaining(instead) },
    ]);
  });

  test.each([
    "Undefined if there is none.",
    "It's not so far away.",
    "Who may see it?",
    "besides localhost and IP addresses",
    "recommends a fix",
    "前面的代理（proxy）还在，没有响应。",
    "已断开，没有响应。",
    "你好 hello, world",
  ])("leaves %j alone", (text) => {
    expect(hardWords(text)).toEqual([]);
  });

  test("names the line", () => {
    expect(hardWords("one\ntwo\nIt was told.\n")).toMatchObject([{ line: 3, word: "was told" }]);
  });
});
