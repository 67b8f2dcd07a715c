// Accessibility for everyone: axe finds nothing in either theme or language, and nothing is wider than the screen.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shellWords } from "../../site/layout/words/all.ts";
import { locales } from "../../site/locale.ts";
import { type BrowserWorld, endedMeanwhile, openBrowserWorld } from "./browser.ts";
import { learner } from "./learner.ts";
import { pagesOf } from "./pages.ts";
import { violations } from "./violations.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

const widths = [390, 768, 1024, 1440];

/** A theme only changes colours, so the other rules need checking once. */
const rulesOfColour = ["color-contrast", "link-in-text-block"];

async function inBothThemes(page: Page): Promise<string[]> {
  return [...(await inTheme(page, "light")), ...(await inTheme(page, "dark", rulesOfColour))];
}

async function inTheme(page: Page, theme: "light" | "dark", rules?: string[]): Promise<string[]> {
  await page.evaluate((chosen) => {
    document.documentElement.dataset.theme = chosen;
    // Colours in transition would be measured half way.
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY) animation.cancel();
      else animation.finish();
    }
  }, theme);
  return (await violations(page, rules)).map((problem) => `${theme} ${problem}`);
}

async function tooWide(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const [content = 0, screen = 0] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    if (content > screen) found.push(`${content} px at ${width} px`);
  }
  return found;
}

describe.each(locales)("every page in %s", (locale) => {
  test("passes axe in light and dark, and fits every screen", { timeout: 180_000 }, async () => {
    const page = await world.open(pagesOf(locale)[0] ?? "/", {
      allowed: endedMeanwhile,
      reducedMotion: "reduce",
    });
    const all: Record<string, string[]> = {};
    for (const path of pagesOf(locale)) {
      await page.goto(new URL(path, world.url).href);
      // The other language has the same colours with other words.
      const found = await (locale === "en" ? inBothThemes(page) : inTheme(page, "dark"));
      const problems = [...found, ...(await tooWide(page))];
      if (problems.length) all[path] = problems;
    }
    expect(all).toEqual({});
  });
});

describe.each(locales)("a lesson in use, in %s", (locale) => {
  const root = locale === "en" ? "/" : "/zh-cn/";

  test("passes axe with the lab live, an experiment compared, and in each panel", async () => {
    const page = await world.open(`${root}07-the-adapter/`, { reducedMotion: "reduce" });
    const me = learner(page, locale);
    await me.arrives();
    const step = me.experiment("a-alone");
    await step.predicts("α", "β");
    await step.run.click();
    await step.ends();
    expect(await inBothThemes(page)).toEqual([]);
    const tabs = page.getByRole("tablist", { name: me.words.tabs.label }).getByRole("tab");
    for (const tab of await tabs.all()) {
      await tab.click();
      expect(await inBothThemes(page), (await tab.textContent()) ?? "").toEqual([]);
    }
  });

  test("passes axe on a phone, with the lab open over the text", async () => {
    const viewport = { width: 390, height: 844 };
    const page = await world.open(`${root}07-the-adapter/`, { viewport, reducedMotion: "reduce" });
    const me = learner(page, locale);
    await page.getByRole("button", { name: shellWords[locale].openLab }).click();
    await me.arrives();
    await me.send("α", "hi");
    expect(await inBothThemes(page)).toEqual([]);
  });
});
