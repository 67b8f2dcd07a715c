// Two learners at one lab, in real pages: by a link, with a yes from its owner, and a lab for each afterwards.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { words as pairWords } from "../../../site/workshop/pairs/words/en.ts";
import type { BrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";
import { bar, joined, openClass, openInstructor, overflowsSideways, withinMs, words } from "./open-class.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openClass();
}, 90_000);
afterAll(() => world?.close());

const openLabs = async () => (await world.call("GET", "/healthz")).body.labs.open;
/** The other's row names Bo, too. */
const rowOf = (page: Page, name: string) =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: new RegExp(`^${name}`) }) });
const card = (page: Page) => page.getByRole("complementary", { name: words.bar.pair.title });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test("a guest works in the owner's lab until the pair ends, and then in a lab of their own", async () => {
  const teacher = await openInstructor(world);
  const mia = await world.open("/03-two-servers/", joined(world.url, "Mia"));
  await learner(mia).arrives();
  await bar(mia).getByRole("button", { name: words.bar.pair.open }).click();
  await press(mia, pairWords.show);
  const link = await card(mia).getByText("#sit=").innerText({ timeout: withinMs });

  const bo = await world.open(new URL(link).pathname + new URL(link).hash, joined(world.url, "Bo"));
  await bo.getByText(words.join.sit(link.slice(-4))).waitFor();
  await bo.goto(new URL("/03-two-servers/", world.url).href);
  await card(bo).getByText(pairWords.asking("Mia")).waitFor({ timeout: withinMs });
  await card(mia).getByText(pairWords.asked("Bo")).waitFor({ timeout: withinMs });
  await press(mia, pairWords.yes);
  await bar(bo).getByText(words.bar.pair.with("Mia")).waitFor();
  await bar(mia).getByText(words.bar.pair.with("Bo")).waitFor();
  await rowOf(teacher, "Bo").getByText(words.instructor.roster.sits("Mia")).waitFor();
  await expect.poll(openLabs, { timeout: withinMs }).toBe(1);

  // Both see what either does.
  await learner(bo).arrives();
  await learner(bo).send("α′", "from Bo");
  await learner(mia).reads("α", "a", "from Bo");
  const step = learner(mia).experiment("broadcast");
  await step.predicts("β");
  await step.run.click();
  await expect
    .poll(() => rowOf(teacher, "Bo").locator("td.met").innerText(), { timeout: withinMs })
    .toMatch(/^1/);

  await bo.reload();
  await bar(bo).getByText(words.bar.pair.with("Mia")).waitFor({ timeout: withinMs });
  expect(await openLabs()).toBe(1);

  await bo.setViewportSize({ width: 390, height: 844 });
  expect(await overflowsSideways(bo)).toBe(false);
  await bar(bo)
    .getByRole("button", { name: words.bar.pair.with("Mia") })
    .click();
  await press(bo, pairWords.leave);
  await expect.poll(openLabs, { timeout: withinMs }).toBe(2);
  await card(mia)
    .getByText(pairWords.ended({ why: "left", name: "Bo" }))
    .waitFor();
  await bar(bo).getByRole("button", { name: words.bar.pair.open }).waitFor();
});
