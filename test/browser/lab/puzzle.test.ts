// The fault of lesson 13, on its page: broken while the lab is still being set up, found, and fixed.
import { afterAll, beforeAll, expect, test } from "vitest";
import { pickFault, seededRandom } from "../../../site/lab/fault/puzzle-faults.ts";
import { faultWords, labWords } from "../../words.ts";
import { type BrowserWorld, endedMeanwhile, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

test("a fault is looked for, missed, found and fixed, however early the learner begins", async () => {
  const words = faultWords.en;
  const fault = pickFault(seededRandom(7), 1)[0];
  const page = await world.open("/13-find-the-fault/?fault=7", { allowed: endedMeanwhile });
  const panel = page.getByRole("region", { name: words.title });
  const button = (name: string) => panel.getByRole("button", { name, exact: true });
  const said = panel.getByRole("status");
  await button(words.begin).scrollIntoViewIfNeeded();
  await button(words.begin).click();
  await button(words.answer).waitFor();
  // What the servers print about their links would give it away, and so could what they printed while the lab was broken.
  const me = learner(page);
  await me.tab("terminals").click();
  await me.types("α", "a", "drop");
  await page.getByRole("tab", { name: labWords.en.tabs.logs }).click();
  const logs = page.getByRole("tabpanel").locator(".xterm-rows");
  await expect.poll(() => logs.textContent()).toContain("connected");
  expect(await logs.textContent()).not.toContain("link: ");

  const [other] = Object.entries(words.faults).filter(([name]) => name !== fault?.name);
  await panel.getByRole("radio", { name: other?.[1] ?? "" }).check();
  await button(words.answer).click();
  await expect.poll(() => said.textContent()).toMatch(/^No\./);
  await panel.getByRole("radio", { name: words.faults[fault?.name ?? "closed"] }).check();
  await button(words.answer).click();
  await expect.poll(() => said.textContent()).toContain(words.right);
  expect(await said.textContent()).toMatch(/^Right\. \d+ points: .* 1 wrong answer\./);
  await button(words.fix).click();
  await said.getByText(words.fixed).waitFor();
});
