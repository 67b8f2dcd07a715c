// A histogram's bars, and what each answer says, for every kind of question.
import { describe, expect, test } from "vitest";
import { histogramOf } from "../../../servers/histogram.ts";
import type { StepAsks } from "../../../site/course/step-asks.ts";
import { answerText } from "../../../site/workshop/answer-text.ts";
import { barsOf } from "../../../site/workshop/histogram-bars.ts";
import { words } from "../../../site/workshop/words/en.ts";

const votes = (first: string[] | null, second: string[] | null, happened?: string[]) => ({
  predicted: second ?? first,
  votes: { first, second },
  happened,
});

describe("bars", () => {
  test("pair both votes, and list answers that are new in the second below", () => {
    const histogram = histogramOf("a#b", [votes(["β"], ["α"]), votes(["β"], ["β"]), votes([], ["α"])]);
    expect(barsOf(histogram)).toEqual([
      { answer: ["β"], counts: [2, 1] },
      { answer: [], counts: [1, 0] },
      { answer: ["α"], counts: [0, 2] },
    ]);
  });

  test("have the right answer once, even if nobody gave it, and a time within its margin", () => {
    const nobodys = histogramOf("a#b", [{ predicted: ["β"], happened: ["α"] }]);
    expect(barsOf(nobodys).map(({ answer }) => answer)).toEqual([["β"], ["α"]]);
    const times = histogramOf("a#b", [{ predicted: ["700ms"], happened: ["703ms±150"] }]);
    expect(barsOf(times)).toEqual([{ answer: ["700ms"], counts: [1] }]);
  });

  test("end with the answers that aren't listed", () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ predicted: [`${index}ms`] }));
    expect(barsOf(histogramOf("a#b", many)).at(-1)).toEqual({ answer: null, counts: [4] });
  });

  test("that don't fit are counted with the others, in each vote, and never the right one", () => {
    const answers = ["α", "α", "α", "β", "β", "γ"].map((name, index) =>
      votes([name], [index < 5 ? "γ" : "δ"]),
    );
    const histogram = histogramOf("a#b", [...answers, { predicted: null, happened: ["ε"] }]);
    expect(barsOf(histogram, 3)).toEqual([
      { answer: ["α"], counts: [3, 0] },
      { answer: ["γ"], counts: [1, 5] },
      { answer: ["ε"], counts: [0, 0] },
      { answer: null, counts: [2, 1] },
    ]);
  });
});

const options = ["one", "`two`", "three"];
test.each<[StepAsks | undefined, string[], string]>([
  [{ kind: "hears", options: [] }, ["α", "β"], "α and β hear it"],
  [{ kind: "hears", options: [] }, ["α"], "α hears it"],
  [undefined, [], "nobody hears it"],
  [{ kind: "receivers", options: [] }, ["1"], "1 receiver"],
  [{ kind: "receivers", options: [] }, ["none"], "no PUBLISH"],
  [{ kind: "line", options }, ["2"], "`two`"],
  [{ kind: "change", options }, ["3"], "three"],
  [{ kind: "order", options }, ["312"], "three → one → `two`"],
  [{ kind: "maps", options }, ["1", "3"], "one · three"],
  [{ kind: "maps", options }, [], "none of them"],
  [{ kind: "arrives", options: [] }, ["700ms"], "after 700 ms"],
  [{ kind: "arrives", options: [] }, ["never"], "never"],
  [{ kind: "line", options }, ["9"], "9"],
])("to %j the answer %j says %j", (asks, answer, text) => {
  expect(answerText(asks, answer, words.histogram)).toBe(text);
});
