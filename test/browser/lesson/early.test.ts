// Before a page is live: clicks, ticks and text from that time aren't lost.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shellWords } from "../../../site/layout/words/all.ts";
import { type BrowserWorld, type OpenOptions, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

/** A lesson whose components get their scripts only once the returned function is called. */
async function openAsleep(
  path: string,
  scripts = /_astro\/(Lab|Experiment|FindTheFault|Notes)\.[^/]*\.js/,
  options: OpenOptions = {},
): Promise<{ page: Page; wake: () => Promise<void> }> {
  const page = await world.open("/cheat-sheet/", options);
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(scripts, async (route) => {
    await promise;
    await route.continue().catch(() => {});
  });
  await page.goto(new URL(path, page.url()).href, { waitUntil: "commit" });
  return {
    page,
    async wake() {
      resolve();
      await page.waitForLoadState("load");
    },
  };
}

test("clicks, ticks and text from before the scripts have loaded count once they have", async () => {
  const { page, wake } = await openAsleep("/03-two-servers/");
  const me = learner(page);
  const step = me.experiment("broadcast");
  await step.choice("α").check();
  await me.field("β").fill("typed early");
  await step.run.click();
  await wake();
  await me.arrives();
  expect(await step.ends()).toContain("You called it.");
  expect(await step.choice("α").isChecked()).toBe(true);
  expect(await me.field("β").inputValue()).toBe("typed early");
});

test("a press outside the components counts too: it opens the lab on a phone, once its script has loaded", async () => {
  const viewport = { width: 390, height: 844 };
  const { page, wake } = await openAsleep("/07-the-adapter/", /_astro\/PageFrame\.[^/]*\.js/, {
    viewport,
  });
  await page.getByRole("button", { name: shellWords.en.openLab }).click();
  const lab = page.getByRole("dialog", { name: shellWords.en.lab });
  expect(await lab.count()).toBe(0);
  await wake();
  await lab.waitFor();
  await learner(page).arrives();
});

test("an early tick joins what this browser had saved", async () => {
  const first = await openAsleep("/03-two-servers/");
  await first.wake();
  const before = learner(first.page).experiment("broadcast");
  await before.predicts("α");
  const { promise, resolve } = Promise.withResolvers<void>();
  await first.page.route(/_astro\/Experiment\.[^/]*\.js/, async (route) => {
    await promise;
    await route.continue().catch(() => {});
  });
  await first.page.reload({ waitUntil: "commit" });
  await before.choice("β").check();
  resolve();
  for (const client of ["α", "β"]) await expect.poll(() => before.choice(client).isChecked()).toBe(true);
});

test("the puzzle hydrates without being scrolled to, so that it can be reached by keyboard", async () => {
  const page = await world.open("/13-find-the-fault/");
  const puzzle = page.locator('astro-island[component-url*="FindTheFault"]');
  await expect
    .poll(() => puzzle.evaluateAll((all) => all.map((one) => one.hasAttribute("ssr"))))
    .toEqual([false]);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});
