// The quiz: every wrong answer is a misconception with a name, words of its own in both languages, and a step that shows it.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { misconceptions, questionIds, questions } from "../../../servers/quiz/questions.ts";
import { problemsInQuiz } from "../../../site/lesson/check-claims.ts";
import { locales } from "../../../site/locale.ts";
import { answerWords } from "../../../site/quiz/question-words.ts";
import { stepFor } from "../../../site/quiz/sources.ts";
import { stepLinks } from "../../../site/quiz/step-links.ts";
import { quizWords } from "../../../site/quiz/words/all.ts";

const all = questionIds.flatMap((question) => questions[question].map((answer) => ({ question, answer })));

test("has twelve questions, each with three different answers, one of them right", () => {
  expect(questionIds).toHaveLength(12);
  for (const question of questionIds) {
    expect(new Set<string>(questions[question]).size, question).toBe(3);
    expect(questions[question]).toContain("right");
  }
});

test("the right answer is as often in each place", () => {
  const places = questionIds.map((question) => (questions[question] as readonly string[]).indexOf("right"));
  expect([0, 1, 2].map((place) => places.filter((one) => one === place).length)).toEqual([4, 4, 4]);
});

test.each(locales)("%s says each thing once, and everything", (locale) => {
  const words = quizWords[locale];
  const texts = [
    ...questionIds.map((question) => words.questions[question].question),
    ...all.flatMap(({ question, answer }) => Object.values(answerWords(words.questions, question, answer))),
    ...misconceptions.map((misconception) => words.misconceptions[misconception]),
  ];
  expect(texts.filter((text) => text.trim() === "")).toEqual([]);
  expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
});

test("the right answer isn't the longest in most questions", () => {
  for (const locale of locales) {
    const longest = questionIds.filter((question) => {
      const length = (answer: (typeof all)[number]["answer"]) =>
        answerWords(quizWords[locale].questions, question, answer).text.length;
      return questions[question].every((answer) => answer === "right" || length(answer) < length("right"));
    });
    expect(longest.length, `${locale}: ${longest}`).toBeLessThan(6);
  }
});

test.each(all.filter(({ answer }) => answer !== "right"))(
  "$answer, chosen in $question, links a step that both languages have",
  ({ question, answer }) => {
    const [lesson, id] = stepFor(question, answer)?.split("#") ?? [];
    for (const folder of ["lessons", "lessons/zh-cn"])
      expect(readFileSync(`${folder}/${lesson}.mdx`, "utf8")).toContain(`id="${id}"`);
  },
);

test("the right answers link nothing, and a lesson that doesn't exist fails the build", () => {
  expect(questionIds.map((question) => stepFor(question, "right"))).toEqual(questionIds.map(() => undefined));
  expect(() => stepLinks([])).toThrow('there is no lesson "03-two-servers"');
});

test("every fact has a proof that exists", () => {
  expect(problemsInQuiz()).toEqual([]);
});
