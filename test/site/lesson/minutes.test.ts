// How long a lesson takes is reckoned, and not guessed: from its words and from what there is to do.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { stepsIn } from "../../../site/course/steps.ts";

const wordsPerMinute = 200;
/** To think and to tick, to run, to watch and to compare. Of this the lab itself takes about a second. */
const perExperiment = 1;
/** Reading a few lines of code. */
const perSource = 0.5;
/** To find one fault with the tools of the course, and to have the costs measured. */
const perTool: Record<string, number> = { FindTheFault: 5, Costs: 2 };
/** As far as readers differ more than this anyway. */
const toleranceMinutes = 2;

const lessons = readdirSync("lessons").filter((name) => /^\d\d-.*\.mdx$/.test(name));
const minutesOf = (text: string) => Number(/^minutes: (\d+)$/m.exec(text)?.[1]);
const count = (text: string, what: RegExp) => text.match(what)?.length ?? 0;

function reckoned(text: string): number {
  const body = text
    .replace(/^---[\s\S]*?\n---/, "")
    .replace(/^import .*$/gm, "")
    // What is folded may be left out.
    .replace(/<details>[\s\S]*?<\/details>/g, "");
  const prose = body.replace(/<Experiment[\s\S]*?^>$/gm, "").replace(/<[^>]+>/g, " ");
  const questions = stepsIn(body).map(({ question }) => question);
  const words = count([prose, ...questions].join(" "), /[\p{L}\p{N}][\p{L}\p{N}.'’-]*/gu);
  const tools = Object.entries(perTool).reduce(
    (sum, [tool, minutes]) => sum + minutes * count(body, new RegExp(`<${tool}\\b`, "g")),
    0,
  );
  return (
    words / wordsPerMinute + questions.length * perExperiment + count(body, /<Source/g) * perSource + tools
  );
}

test.each(lessons)("%s takes as many minutes as it says, in both languages and in the notes", (name) => {
  const text = readFileSync(`lessons/${name}`, "utf8");
  const minutes = minutesOf(text);
  expect(Math.abs(minutes - reckoned(text)), `${reckoned(text).toFixed(1)} minutes`).toBeLessThan(
    toleranceMinutes,
  );
  expect(minutesOf(readFileSync(`lessons/zh-cn/${name}`, "utf8"))).toBe(minutes);
  const number = name.slice(0, 2);
  expect(readFileSync("lessons/instructor-notes.mdx", "utf8")).toMatch(
    new RegExp(`^## ${number} .*: ${minutes} minutes`, "m"),
  );
  expect(readFileSync("lessons/zh-cn/instructor-notes.mdx", "utf8")).toMatch(
    new RegExp(`^## ${number} .*：${minutes} 分钟`, "m"),
  );
});
