// What the course's list says an experiment asks is what the lesson's page asks.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { asksIn, optionTexts } from "../../../site/course/step-asks.ts";
import { stepsOf } from "../../lessons/read.ts";

test.each(["lessons", "lessons/zh-cn"])("%s: kind and options of every experiment", (folder) => {
  const steps = stepsOf(folder);
  for (const { id, predict, place } of steps) {
    const body = readFileSync(place.replace(/:\d+$/, ""), "utf8");
    expect(asksIn(body, id), place).toEqual({ kind: predict.kind, options: optionTexts(predict) });
  }
  expect(new Set(steps.map(({ predict }) => predict.kind)).size).toBe(7);
});
