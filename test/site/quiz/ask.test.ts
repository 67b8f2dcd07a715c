// The questions without a lab: one answer is right, each of the others says why it isn't, and both languages ask the same.
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { pageFiles } from "../../../site/course/page-files.ts";
import { checkAsk } from "../../../site/quiz/ask.ts";

/** `<Ask question="…" answers={[…]} />`, as lessons write it. */
function questionsIn(file: string) {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^<Ask\n {2}question="([^"]+)"\n {2}answers=\{([\s\S]*?)\}\n\/>$/gm)].map(
    ([, question, answers]) =>
      checkAsk({ question, answers: JSON.parse(JSON.stringify(runInNewContext(`(${answers})`))) }, file),
  );
}

const pages = pageFiles("lessons").filter((name) => readFileSync(`lessons/${name}`, "utf8").includes("<Ask"));

test("lessons 05, 09 and 13 begin with what was learned before", () => {
  expect(pages.map((name) => [name, questionsIn(`lessons/${name}`).length])).toEqual([
    ["05-redis-in-five-minutes.mdx", 2],
    ["09-sticky-sessions.mdx", 2],
    ["13-find-the-fault.mdx", 2],
  ]);
});

test.each(pages)("%s asks the same in Chinese, with the same answer right", (name) => {
  const shape = (file: string) =>
    questionsIn(file).map(({ answers }) => answers.map(({ right }) => right === true));
  expect(shape(`lessons/zh-cn/${name}`)).toEqual(shape(`lessons/${name}`));
});

test("a question without a right answer, or with an answer that says nothing, fails the build", () => {
  const answers = [{ text: "yes", why: "It is." }, { text: "no" }];
  const check = () => checkAsk({ question: "Is it?", answers }, "lessons/05-redis-in-five-minutes.mdx");
  expect(check).toThrow('lessons/05-redis-in-five-minutes.mdx, <Ask question="Is it?">:\n  answers.1.why');
  const none = answers.map(({ text }) => ({ text, why: "…" }));
  expect(() => checkAsk({ question: "Is it?", answers: none }, "x")).toThrow("exactly one has to be `right`");
});
