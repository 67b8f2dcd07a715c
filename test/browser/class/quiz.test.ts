// The quiz in a class: opened by the instructor, answered on a learner's page without a verdict, counted by misconception, and explained
// once it's closed.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type QuizAnswer, questionIds, questions } from "../../../servers/quiz/questions.ts";
import { quizWords } from "../../../site/quiz/words/all.ts";
import { words as classWords } from "../../../site/workshop/quiz/words/en.ts";
import type { BrowserWorld } from "../browser.ts";
import { violations } from "../violations.ts";
import { joined, openClass, openInstructor, overflowsSideways, tab, withinMs, words } from "./open-class.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openClass();
}, 90_000);
afterAll(() => world?.close());

test("a class answers before and after the course; its misconceptions stand next to each other, without names", async () => {
  const [teacher, wall] = [await openInstructor(world), await world.open("/projector/")];
  const page = await world.open("/glossary/", joined(world.url, "Ivo"));
  const press = (name: string) => teacher.getByRole("button", { name, exact: true }).click();
  const say = quizWords.en;
  const answerAll = async (wrong: number) => {
    for (const [index, id] of questionIds.entries()) {
      const answers = questions[id] as readonly QuizAnswer[];
      const place = answers.findIndex((answer) => (answer === "right") === index >= wrong);
      await page.locator(`[data-question="${id}"]`).getByRole("radio").nth(place).check();
    }
    await page.getByText(say.inClass.answered(12, 12)).waitFor();
  };

  await tab(teacher, "quiz").click();
  await press(classWords.open.before);
  await page.getByRole("link", { name: words.bar.quiz.go }).click({ timeout: withinMs });
  await page.getByText(say.inClass.before).waitFor({ timeout: withinMs });
  await wall.getByText(classWords.answered(0, 1)).waitFor({ timeout: withinMs });
  await answerAll(2);
  // Nothing says what's right.
  expect(await page.locator(".feedback p").count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await wall.getByText(classWords.answered(1, 1)).waitFor();
  expect(await wall.getByText(classWords.misconceptions["errors-tell"]).count()).toBe(0);
  const held = teacher.getByRole("listitem").filter({ hasText: classWords.misconceptions["errors-tell"] });
  await held.getByText(classWords.held(1, 1)).waitFor();

  await press(classWords.open.after);
  await page.getByText(say.inClass.after).waitFor();
  await answerAll(1);
  await page.reload();
  await page.getByText(say.inClass.answered(12, 12)).waitFor({ timeout: withinMs });
  await press(classWords.reveal);
  const shown = wall.getByRole("listitem").filter({ hasText: classWords.misconceptions["timeouts-tell"] });
  await expect.poll(() => shown.innerText()).toMatch(/1 of 1[\s\S]*0 of 1/);
  expect(await wall.locator("main").innerText()).not.toContain("Ivo");
  expect(await violations(teacher)).toEqual([]);
  expect(await overflowsSideways(wall)).toBe(false);

  // Now the learner reads what was right and why.
  await page.getByText(say.result.class(10, 11, 12)).waitFor();
  await expect.poll(() => page.locator(".feedback p").count()).toBe(12);
  await page.getByText(say.questions.silence.answers["errors-tell"].why).waitFor();
});
