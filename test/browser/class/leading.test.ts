// Leading a class: from step to step with a clicker, with a timer that all pages show, through two votes on one
// question, and along a plan.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { words as planWords } from "../../../site/workshop/instructor/plan/words/en.ts";
import { instructor, learner as member } from "../../class/people.ts";
import type { BrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";
import { bar, joined, openClass, openInstructor, tab, withinMs, words } from "./open-class.ts";

const say = words.instructor;

let world: BrowserWorld;
beforeAll(async () => {
  world = await openClass();
});
afterAll(() => world?.close());

async function lead(page: Page, lesson: string): Promise<void> {
  await page.getByLabel(say.lead.lesson, { exact: true }).selectOption(lesson);
  await page.getByRole("button", { name: say.lead.start }).click();
  await page.getByRole("button", { name: say.lead.next }).waitFor();
}

const led = (page: Page) => page.getByRole("status").filter({ hasText: say.lead.now });

test("a clicker's keys lead to the next and the previous step, and never while somebody types", async () => {
  const page = await openInstructor(world);
  await page.keyboard.press("PageDown");
  expect(await page.getByText(say.lead.none).isVisible()).toBe(true);
  await lead(page, "03-two-servers");
  await page.keyboard.press("PageDown");
  await led(page).getByText(words.step(1)).waitFor();
  await page.keyboard.press("n");
  await led(page).getByText(words.step(2)).waitFor();
  await page.keyboard.press("PageUp");
  await led(page).getByText(words.step(1)).waitFor();

  await page.getByLabel(say.lead.note).fill("");
  await page.keyboard.type("n and b");
  await page.keyboard.press("PageDown");
  expect(await page.getByLabel(say.lead.note).inputValue()).toBe("n and b");
  await page.getByRole("button", { name: say.lead.previous }).click();
  // The step before the first one: had a key counted meanwhile, this would be another.
  await expect.poll(() => led(page).textContent()).not.toContain(words.step(1));
  await page.getByRole("button", { name: say.lead.stop }).click();
});

test("a timer counts on the wall, on a learner's page and on the instructor's, until it's removed", async () => {
  const page = await openInstructor(world);
  const [wall, lesson] = [
    await world.open("/projector/"),
    await world.open("/03-two-servers/", joined(world.url, "Tim")),
  ];
  await page.getByRole("button", { name: words.timer.start }).click();
  for (const one of [page, wall, lesson])
    await one
      .getByRole("timer")
      .getByText(/^[01]:\d\d$/)
      .waitFor({ timeout: withinMs });
  await page.getByRole("button", { name: words.timer.stop }).click();
  for (const one of [page, wall, lesson]) await expect.poll(() => one.getByRole("timer").count()).toBe(0);
});

test("a question is answered twice: the wall counts, then shows both votes and the right one", async () => {
  const page = await openInstructor(world);
  const wall = await world.open("/projector/", { viewport: { width: 1920, height: 1080 } });
  const lesson = await world.open("/03-two-servers/", joined(world.url, "Uma"));
  const other = await member(world.url, "Vic");
  const experiment = "03-two-servers#other-way";
  const says = (more: object) =>
    other.say("progress", { at: null, done: { [experiment]: { passed: false, agoMs: 0, ...more } } });
  await lead(page, "03-two-servers");
  await page.getByLabel(say.lead.step, { exact: true }).selectOption("other-way");
  await page.getByRole("button", { name: say.lead.start }).click();
  const step = learner(lesson).experiment("other-way");
  await step.predicts();
  await wall.getByText(words.projector.turnout(1, 2)).waitFor();
  says({ predicted: ["β"] });
  await wall.getByText(words.projector.turnout(2, 2)).waitFor();

  await tab(page, "predictions").click();
  await page.getByRole("button", { name: say.predictions.reveal }).click();
  await wall.getByText(words.histogram.of(2)).waitFor();
  await page.getByRole("button", { name: say.predictions.again, exact: true }).click();
  await wall.getByText(words.projector.turnoutAgain(0, 2)).waitFor();
  const card = lesson.getByRole("complementary", { name: words.bar.again.title });
  await card.getByRole("button", { name: words.bar.again.keep }).click();
  await card.getByText(words.bar.again.done).waitFor();
  says({ predicted: [], votes: { first: ["β"], second: [] }, happened: ["β"] });
  await wall.getByText(words.projector.turnoutAgain(2, 2)).waitFor();

  await page.getByRole("button", { name: say.predictions.reveal }).click();
  await wall.getByText(words.histogram.first(2)).waitFor();
  await wall.getByText(words.histogram.second(2)).waitFor();
  expect(await wall.getByText(words.histogram.right, { exact: false }).count()).toBe(0);
  await page.getByRole("button", { name: say.predictions.mark }).click();
  await wall.getByText(`✓ ${words.histogram.right}`).waitFor();
  await lesson.getByRole("complementary", { name: words.histogram.title }).waitFor();
});

test("the lead goes along a plan that the instructor put in order; a closed step is shown to nobody who follows", async () => {
  const page = await openInstructor(world);
  // Nobody leads yet: from a step of the plan, it would go on there.
  await (await instructor(world.url)).ask("lead", null);
  const follower = await world.open("/01-one-server/", joined(world.url, "Flo"));
  const outside = await world.open("/01-one-server/");
  const plan = planWords;
  await page.locator("summary").click();
  await page.getByRole("button", { name: plan.remove("01"), exact: true }).click();
  await page.getByRole("button", { name: plan.down("01 · 1") }).click();
  const minutes = page.getByLabel(plan.minutes("01 · 2"));
  await minutes.fill("7");
  await minutes.blur();
  await page.getByRole("button", { name: plan.start, exact: true }).click();
  await page.getByText(plan.onTime).waitFor();
  const steps = page.getByRole("list", { name: plan.list }).getByRole("listitem");
  expect(await steps.first().textContent()).toMatch(/01 · 2.*7 min/s);

  await page.keyboard.press("n");
  await led(page).getByText(words.step(2)).waitFor();
  await page.getByRole("button", { name: plan.closeAhead }).click();
  await page.getByRole("button", { name: plan.openStep("01 · 3") }).waitFor();
  // The second on the page, which is led to, is open; the first comes after it in this plan, and is closed.
  const [first, second] = [0, 1].map((index) =>
    follower.locator("section.experiment").nth(index).locator("h3"),
  );
  await expect.poll(() => first?.isVisible()).toBe(false);
  expect(await second?.isVisible()).toBe(true);
  const said = follower.locator("section.experiment").first();
  expect(await said.evaluate((step) => getComputedStyle(step, "::before").content)).toContain(
    words.bar.closed,
  );
  expect(await outside.locator("section.experiment h3").first().isVisible()).toBe(true);

  await bar(follower).getByRole("button", { name: words.bar.leave }).click();
  await expect.poll(() => first?.isVisible()).toBe(true);
  await bar(follower).getByRole("button", { name: words.bar.follow }).click();
  await expect.poll(() => first?.isVisible()).toBe(false);
  await page.keyboard.press("n");
  await expect.poll(() => first?.isVisible()).toBe(true);

  await page.getByRole("button", { name: plan.end, exact: true }).click();
  await page.getByRole("button", { name: say.learnerLab.yes, exact: true }).click();
  await page.getByRole("button", { name: plan.start, exact: true }).waitFor();
  await page.getByRole("button", { name: say.lead.stop }).click();
});
