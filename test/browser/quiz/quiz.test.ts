// The quiz in a browser: answered by keyboard, judged by the first answer, kept, and readable by everyone.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type QuestionId, type QuizAnswer, questionIds, questions } from "../../../servers/quiz/questions.ts";
import type { Locale } from "../../../site/locale.ts";
import { progressWords } from "../../../site/progress/words/all.ts";
import { answerWords } from "../../../site/quiz/question-words.ts";
import { quizWords } from "../../../site/quiz/words/all.ts";
import { type BrowserWorld, openBrowserWorld } from "../browser.ts";
import { violations } from "../violations.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

function quizPage(page: Page, locale: Locale) {
  const words = quizWords[locale];
  /** As it stands on the page, where code is marked up. */
  const shown = (text: string) => text.replaceAll("`", "");
  const question = (id: QuestionId) => {
    const section = page.locator(`[data-question="${id}"]`);
    const choice = (answer: QuizAnswer) =>
      section.getByRole("radio").nth((questions[id] as readonly QuizAnswer[]).indexOf(answer));
    return {
      section,
      choice,
      button: section.getByRole("button"),
      feedback: section.locator(".feedback p"),
      why: (answer: QuizAnswer) => shown(answerWords(words.questions, id, answer).why),
    };
  };
  const hydrated = () =>
    expect.poll(() => page.locator("astro-island[component-url*=Quiz]").getAttribute("ssr")).toBe(null);
  return { words, shown, question, hydrated, result: page.getByRole("region", { name: words.result.title }) };
}

const wrongOf = (id: QuestionId) => (questions[id] as readonly QuizAnswer[]).find((one) => one !== "right");

test("a reader answers by keyboard: a wrong answer is explained and may be tried again, and the first one counts", async () => {
  const page = await world.open("/quiz/");
  const { words, question, hydrated, result } = quizPage(page, "en");
  await hydrated();
  const late = question("late");
  // Nothing on the page says what's right before it was asked for.
  for (const id of questionIds)
    for (const answer of questions[id])
      expect(await page.getByText(question(id).why(answer)).count(), `${id}: ${answer}`).toBe(0);
  expect(await late.button.getAttribute("aria-disabled")).toBe("true");

  await late.choice("redis-stores-messages").focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  expect(await late.button.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press("Enter");
  await expect.poll(() => late.feedback.allInnerTexts()).toHaveLength(1);
  const said = await late.feedback.first().innerText();
  expect(said).toContain(words.wrong);
  expect(said).toContain(late.why("redis-stores-messages"));
  expect(await late.section.getByRole("link").getAttribute("href")).toBe("/05-redis-in-five-minutes/#late");
  expect(said).not.toContain(late.why("right"));
  expect(await late.choice("redis-stores-messages").isDisabled()).toBe(true);

  expect(await late.button.innerText()).toBe(words.again);
  await late.choice("right").focus();
  await page.keyboard.press("Space");
  await late.button.focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => late.feedback.count()).toBe(2);
  expect(await late.feedback.nth(1).innerText()).toContain(late.why("right"));
  await expect.poll(() => result.innerText()).toContain(words.result.wrong(1));
  expect(await result.innerText()).toContain(words.misconceptions["redis-stores-messages"]);
  expect(await violations(page)).toEqual([]);

  // The button that has the focus leads on.
  expect(await late.button.innerText()).toBe(words.next);
  await page.keyboard.press("Enter");
  const place = page.evaluate(() => document.activeElement?.closest("[data-question]")?.outerHTML);
  expect(await place).toContain('data-question="receivers"');

  await page.reload();
  await expect.poll(() => late.feedback.count()).toBe(2);
  await expect.poll(() => result.innerText()).toContain(words.result.answered(1, questionIds.length));
});

test("in Chinese, on a phone in the dark: all questions, the score on the progress page, and a wipe", async () => {
  const page = await world.open("/zh-cn/quiz/", {
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
  });
  const { words, question, hydrated, result } = quizPage(page, "zh-cn");
  await hydrated();
  for (const [index, id] of questionIds.entries()) {
    const { choice, button, feedback } = question(id);
    await choice(index === 0 ? (wrongOf(id) ?? "right") : "right").check();
    await button.click();
    await expect.poll(() => feedback.count()).toBe(1);
  }
  await expect.poll(() => result.innerText()).toContain(words.result.right(11));
  expect(await violations(page)).toEqual([]);
  const sideways = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  expect(await page.evaluate(sideways)).toBe(0);

  await page.goto(new URL("/zh-cn/progress/", page.url()).href);
  const progress = progressWords["zh-cn"];
  const quiz = page.getByRole("region", { name: progress.quiz.title });
  await expect.poll(() => quiz.innerText()).toContain(progress.quiz.summary(11, 12, 12));
  await page.getByRole("button", { name: progress.wipe, exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: progress.wiping.wipe }).click();
  await expect.poll(() => quiz.innerText()).toContain(progress.quiz.open);
});

test("without JavaScript, each question has its answer folded below it", async () => {
  const page = await world.open("/quiz/", { javaScriptEnabled: false });
  const { words, question, result } = quizPage(page, "en");
  const { section, why } = question("rooms");
  expect(await section.getByText(why("right")).isVisible()).toBe(false);
  await section.getByText(words.solution).click();
  expect(await section.getByText(why("right")).isVisible()).toBe(true);
  expect(await section.getByRole("button").count()).toBe(0);
  expect(await result.count()).toBe(0);
});
