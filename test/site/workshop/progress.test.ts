// What a learner's browser reports about itself.
import { describe, expect, test } from "vitest";
import { routeNames } from "../../../site/course/routes.ts";
import { findPlace, placeOf, short } from "../../../site/course/syllabus.ts";
import { type Answered, happenedIn } from "../../../site/workshop/learner/answers.ts";
import { addressOf, isSamePlace, lessonOf, progressOf } from "../../../site/workshop/progress.ts";

const reached = (more: Partial<Answered>): Answered => ({
  predicted: null,
  passed: false,
  at: null,
  metAt: null,
  ...more,
});

describe("progress", () => {
  test("reports how long ago something was, never a time from the browser's clock", () => {
    const all = {
      "03-two-servers#broadcast": reached({ predicted: ["α"], passed: true, at: 9_000 }),
      "03-two-servers#other-way": reached({ predicted: [] }),
    };
    expect(progressOf(all, {}, null, 10_000)).toEqual({
      at: null,
      done: {
        "03-two-servers#broadcast": { predicted: ["α"], passed: true, agoMs: 1_000 },
        "03-two-servers#other-way": { predicted: [], passed: false, agoMs: 0 },
      },
    });
  });

  test("says what the run showed: who heard it, or the right answer to another question", () => {
    const heard = { got: "heard", ms: 2 } as const;
    const results = [["α", heard] as const];
    expect(happenedIn({ predicted: [], results })).toEqual(["α"]);
    expect(happenedIn({ predicted: ["1"], results, was: ["2"] })).toEqual(["2"]);
    expect(happenedIn({ predicted: ["1"] })).toBeUndefined();
    const step = reached({ predicted: ["1"], isRight: false, happened: ["2"] });
    expect(progressOf({ "05-a#b": step }, {}, null, 0).done).toMatchObject({
      "05-a#b": { isRight: false, happened: ["2"] },
    });
  });

  test("survives a clock that was set back", () => {
    const { done } = progressOf(
      { "01-one-server#one": reached({ predicted: [], at: 99_000 }) },
      {},
      null,
      10_000,
    );
    expect(done["01-one-server#one"]?.agoMs).toBe(0);
  });

  test("leaves out experiments that were run without a prediction and not met", () => {
    const all = { "01-one-server#one": reached({}), "01-one-server#two": reached({ passed: true }) };
    expect(Object.keys(progressOf(all, {}, null, 0).done)).toEqual(["01-one-server#two"]);
  });
});

describe("a place", () => {
  test.each([
    ["/03-two-servers/", "03-two-servers"],
    ["/zh-cn/03-two-servers/", "03-two-servers"],
    ["/03-two-servers/index.html", "03-two-servers"],
    ["/glossary/", undefined],
    ["/", undefined],
  ])("of %s is lesson %s", (path, lesson) => {
    expect(lessonOf(path)).toBe(lesson);
  });

  test("has an address in each language", () => {
    const place = placeOf("03-two-servers#broadcast");
    expect(addressOf(place, "en")).toBe("/03-two-servers/#broadcast");
    expect(addressOf({ ...place, experiment: null }, "zh-cn")).toBe("/zh-cn/03-two-servers/");
  });

  test("is the same place only with the same experiment", () => {
    expect(isSamePlace(placeOf("03-two-servers#one"), placeOf("03-two-servers#one"))).toBe(true);
    expect(isSamePlace(placeOf("03-two-servers#one"), placeOf("03-two-servers"))).toBe(false);
    expect(isSamePlace(null, placeOf("03-two-servers"))).toBe(false);
  });

  test("is named by the numbers of its lesson and its experiment", () => {
    const steps = ["broadcast", "other-way"].map((id) => ({
      id,
      question: `${id}?`,
      asks: { kind: "hears" as const, options: [] },
      routes: [...routeNames],
    }));
    const lesson = {
      slug: "03-two-servers",
      number: "03",
      title: "Two servers",
      minutes: 8,
      steps,
      routes: [...routeNames],
    };
    const syllabus = [lesson];
    expect(findPlace(syllabus, placeOf("03-two-servers#other-way"))).toMatchObject({
      number: 2,
      step: { question: "other-way?" },
    });
    expect(short(syllabus, placeOf("03-two-servers#other-way"))).toBe("03 · 2");
    expect(short(syllabus, placeOf("03-two-servers"))).toBe("03");
    expect(short(syllabus, placeOf("99-gone#x"))).toBe("99-gone");
  });
});
