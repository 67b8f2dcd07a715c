// The lab fits the window it is in: picture and panel both stand, on a phone the run is seen, and nothing jumps while a page loads.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shellWords } from "../../../site/layout/words/all.ts";
import { type BrowserWorld, endedMeanwhile, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld("embedded", { capacity: 20 });
});
afterAll(() => world?.close());

const boxOf = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
      return { left, right, top, bottom, width, height };
    });

const laptops = [
  { width: 1280, height: 720 },
  { width: 1366, height: 650 },
  { width: 1440, height: 780 },
  { width: 1920, height: 1080 },
];

describe("in a window", () => {
  test.each(laptops)("of $width × $height, picture, time and panel can all be seen", async (viewport) => {
    const page = await world.open("/07-the-adapter/", { viewport });
    await learner(page).arrives();
    const [frame, caption, panel, first] = [
      await boxOf(page, ".picture-frame"),
      await boxOf(page, ".caption"),
      await boxOf(page, "[role=tabpanel]"),
      await boxOf(page, ".terminal"),
    ];
    expect(frame.height).toBeGreaterThan(240);
    expect(caption.top).toBeGreaterThanOrEqual(frame.bottom);
    expect(panel.top).toBeGreaterThan(caption.bottom);
    expect(panel.height).toBeGreaterThan(80);
    expect(panel.bottom).toBeLessThanOrEqual(viewport.height);
    expect(first.bottom).toBeLessThanOrEqual(viewport.height);
  });

  test("a row that opens in a low panel comes into sight", async () => {
    const page = await world.open("/07-the-adapter/", { viewport: { width: 1366, height: 650 } });
    const me = learner(page);
    await me.arrives();
    await me.switchAdapter("a", true);
    for (const text of ["one", "two", "three"]) await me.send("α", text);
    await me.tab("wire").click();
    const publishes = page.locator("[role=tabpanel] li button", { hasText: "PUBLISH" });
    await expect.poll(() => publishes.count()).toBeGreaterThanOrEqual(3);
    await publishes.last().click();
    const details = page.locator("[role=tabpanel] .details");
    await details.waitFor();
    const isInSight = async () => {
      const { top } = await boxOf(page, "[role=tabpanel] .details");
      const panel = await boxOf(page, "[role=tabpanel]");
      return top >= panel.top && top < panel.bottom - 20;
    };
    await expect.poll(isInSight).toBe(true);
  });
});

describe("over the full width", () => {
  test("the panel stands next to a larger picture, and the reader comes back to the same line", async () => {
    const page = await world.open("/07-the-adapter/");
    const me = learner(page);
    await me.arrives();
    await me.experiment("a-alone").waitUntilLive();
    const line = page.locator("section.experiment#a-alone h3");
    await line.evaluate((element) => scrollBy(0, element.getBoundingClientRect().top - 200));
    // A click of the test scrolls the button further into view, which no pointer does.
    const widen = page.getByRole("button", { name: shellWords.en.widenLab });
    const press = () => widen.evaluate((button: HTMLElement) => button.click());
    const top = async () => Math.round((await boxOf(page, "section.experiment#a-alone h3")).top);
    const before = await top();
    const narrow = await boxOf(page, ".picture .card.a");
    await press();
    await expect
      .poll(async () => (await boxOf(page, ".picture .card.a")).height)
      .toBeGreaterThan(narrow.height * 1.15);
    const [frame, panel] = [await boxOf(page, ".picture-frame"), await boxOf(page, "[role=tabpanel]")];
    expect(panel.left).toBeGreaterThanOrEqual(frame.right);
    await press();
    await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThanOrEqual(2);
  });

  test("the next lesson begins with its text", async () => {
    const page = await world.open("/07-the-adapter/");
    await learner(page).arrives();
    await page.getByRole("button", { name: shellWords.en.widenLab }).click();
    await page.goto(new URL("/08-rooms-and-questions/", world.url).href);
    expect(await page.locator("#ct-text h1").isVisible()).toBe(true);
  });
});

describe("on a phone", () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

  test("the run is seen in its experiment, and is still told in the lab when that opens", async () => {
    const page = await world.open("/03-two-servers/", phone);
    const me = learner(page);
    const step = me.experiment("broadcast");
    await step.predicts("α");
    // Whether the result is there when the picture shows the first hop: that may be over before the test could ask.
    await step.section.evaluate((section) => {
      const look = new MutationObserver(() => {
        if (!section.querySelector(".picture .number")) return;
        look.disconnect();
        document.body.dataset.compared = String(section.querySelector(".comparison") !== null);
      });
      look.observe(section, { subtree: true, childList: true });
    });
    await step.run.click();
    const picture = step.section.locator(".picture");
    await picture.waitFor();
    const isInSight = async () => {
      const { top, bottom } = await boxOf(page, ".picture");
      return top >= 0 && bottom <= 844;
    };
    await expect.poll(isInSight).toBe(true);
    await step.ends();
    expect(await page.evaluate(() => document.body.dataset.compared)).toBe("false");
    const told = await step.section.locator(".caption").textContent();
    // There is one stage: where it goes, its story goes.
    expect(await page.locator(".picture").count()).toBe(1);
    await page.getByRole("button", { name: shellWords.en.openLab }).click();
    const lab = page.locator("#ct-lab");
    await lab.locator(".picture").waitFor();
    expect(await lab.locator(".caption").textContent()).toBe(told);
    expect(await lab.locator(".number").count()).toBeGreaterThan(0);
    await page.getByRole("button", { name: shellWords.en.closeLab }).click();
    await picture.waitFor();
  });

  test("the stage that came to one experiment goes on to the next, and home in a wide window", async () => {
    const page = await world.open("/03-two-servers/", { ...phone, reducedMotion: "reduce" });
    const me = learner(page);
    for (const id of ["broadcast", "other-way"]) {
      const step = me.experiment(id);
      await step.predicts("α");
      await step.run.click();
      await step.ends();
      expect(await step.section.locator(".picture").count()).toBe(1);
    }
    await page.setViewportSize({ width: 1200, height: 800 });
    await expect.poll(() => page.locator("#ct-lab .picture").count()).toBe(1);
  });
});

/** The sum of unexpected movements, as browsers report it; 0.1 is what they call good. */
test.each([
  { path: "/07-the-adapter/", width: 1440, height: 900 },
  { path: "/09-sticky-sessions/", width: 1366, height: 650 },
  { path: "/10-when-redis-goes-away/", width: 1920, height: 1080 },
  { path: "/zh-cn/03-two-servers/", width: 390, height: 844 },
  { path: "/playground/", width: 1440, height: 900 },
  { path: "/zh-cn/playground/", width: 768, height: 1024 },
  { path: "/finish/", width: 390, height: 844 },
  { path: "/cheat-sheet/", width: 1440, height: 900 },
])("nothing jumps while $path loads at $width px", async ({ path, width, height }) => {
  const page = await world.open("/404", { viewport: { width, height }, allowed: endedMeanwhile });
  await page.addInitScript(() => {
    const moved: { value: number; what: string }[] = [];
    Object.assign(window, { moved });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node: Node | null }[];
      })[]) {
        const what = entry.sources
          .map(({ node }) => (node instanceof Element ? node.className : ""))
          .join(", ");
        if (!entry.hadRecentInput) moved.push({ value: entry.value, what: String(what) });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(new URL(path, world.url).href);
  if (path === "/finish/") await page.locator(".date:not(:empty)").waitFor();
  else if (path === "/cheat-sheet/") await page.locator("code").first().waitFor();
  else if (width >= 900 || path.includes("playground")) {
    await page.locator("[role=tabpanel] .terminal, [role=tabpanel] table").first().waitFor();
    await expect.poll(() => page.locator(".picture .face:not(.off)").count()).toBeGreaterThan(1);
  } else await page.locator(".experiment").first().waitFor();
  const moved = await page.evaluate(
    () => (window as unknown as { moved: { value: number; what: string }[] }).moved,
  );
  const sum = moved.reduce((all, { value }) => all + value, 0);
  // Whether code has its font with the first paint is the browser's choice; that it could is ours.
  expect(await page.locator("link[rel=preload][href*=jetbrains-mono]").count()).toBe(1);
  expect(sum, JSON.stringify(moved)).toBeLessThanOrEqual(0.01);
});
