// What a page says before it has a lab and when a part of it failed to load; and that a retry works.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shellWords } from "../../../site/layout/words/all.ts";
import { type BrowserWorld, forbidStorage, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

const shell = shellWords.en;
const allowed = /Failed to load resource|ERR_FAILED|Error hydrating|dynamically imported/;
let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

/** A page on which requests for this fail until `page.unrouteAll()`. */
async function openWithout(lost: RegExp, path: string) {
  const page = await world.open("/cheat-sheet/", { allowed });
  await page.route(lost, (route) => route.abort());
  await page.goto(new URL(path, page.url()).href);
  return page;
}

test("without JavaScript the picture says that nothing is connected, and that the lab needs it", async () => {
  const browserPage = await world.open("/07-the-adapter/", { javaScriptEnabled: false });
  const me = learner(browserPage);
  const picture = (await me.stage.textContent()) ?? "";
  expect(picture.split(me.words.notYet)).toHaveLength(3);
  expect(picture).not.toContain(me.words.states.running);
  expect(await browserPage.locator(".stage noscript .word").isVisible()).toBe(true);
  expect(await browserPage.locator(".picture .face:not(.off)").count()).toBe(0);
});

test("a script that failed to load is reported after some seconds, and reloading the page helps", async () => {
  const page = await world.open("/cheat-sheet/", { allowed });
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1_000);
  await page.route(/_astro\/Lab\.[^/]*\.js/, (route) => route.abort());
  await page.goto(new URL("/07-the-adapter/", page.url()).href);
  const word = page.getByText(shell.lostScript);
  await page.clock.runFor(4_000);
  expect(await word.isVisible()).toBe(false);
  await page.clock.runFor(5_000);
  await word.waitFor();
  expect(await learner(page).stage.textContent()).not.toContain("running");
  await page.unrouteAll();
  await page.clock.resume();
  await page.getByRole("button", { name: shell.reload }).click();
  await learner(page).arrives();
  expect(await word.isVisible()).toBe(false);
});

test("a panel that failed to load appears when it's opened again", async () => {
  const page = await openWithout(/_astro\/Pools\.[^/]*\.js/, "/03-two-servers/");
  const me = learner(page);
  await me.arrives();
  await me.tab("pools").click();
  await page.getByRole("button", { name: me.words.tabs.again }).waitFor();
  await page.unrouteAll();
  await me.opens("matrix");
  await me.tab("pools").click();
  await expect.poll(() => me.panel.textContent()).toContain(me.words.pools.rooms);
});

test("a panel that failed to load appears after its button reloads the page", async () => {
  const page = await openWithout(/_astro\/Pools\.[^/]*\.js/, "/03-two-servers/");
  const me = learner(page);
  await me.arrives();
  await me.tab("pools").click();
  const again = page.getByRole("button", { name: me.words.tabs.again });
  await again.waitFor();
  await page.unrouteAll();
  await again.click();
  await expect.poll(() => me.panel.textContent()).toContain(me.words.pools.rooms);
});

test("without xterm a terminal has a field for typing", async () => {
  const page = await openWithout(/_astro\/xterm\.[^/]*\.js/, "/01-one-server/");
  const me = learner(page);
  await me.arrives();
  const terminal = me.terminal("α", "a");
  await terminal.getByRole("textbox").fill("send by field");
  await page.keyboard.press("Enter");
  await expect.poll(() => terminal.textContent()).toMatch(/↓ message .*by field/);
});

test("a search that failed to load is loaded again when typing continues", async () => {
  const page = await openWithout(/pagefind\/pagefind\.js/, "/01-one-server/");
  await page.keyboard.press("Control+k");
  const box = page.getByRole("searchbox");
  await box.fill("adapter");
  await page.getByText(shell.search.failed).waitFor();
  await page.unrouteAll();
  await box.fill("adapters");
  await expect.poll(() => page.locator("ct-search .results a").count()).toBeGreaterThan(0);
});

test("a search whose index was already being loaded when that failed shows what it finds", async () => {
  const page = await world.open("/cheat-sheet/", { allowed });
  const typed = Promise.withResolvers<void>();
  const route = (url: URL) => url.pathname.endsWith("/pagefind.js") && url.search === "";
  await page.route(route, async (request) => {
    await typed.promise;
    await request.abort();
  });
  await page.goto(new URL("/01-one-server/", page.url()).href);
  await page.keyboard.press("Control+k");
  await page.getByRole("searchbox").fill("adapter");
  typed.resolve();
  await expect.poll(() => page.locator("ct-search .results a").count()).toBeGreaterThan(0);
});

test("keys that choose among an input method's candidates leave the search alone", async () => {
  const page = await world.open("/zh-cn/01-one-server/");
  await page.keyboard.press("Control+k");
  const box = page.getByRole("searchbox");
  await box.fill("房间");
  await page.locator("ct-search .results a").first().waitFor();
  for (const key of ["ArrowDown", "Escape"]) {
    await box.evaluate((element, name) => {
      const init = { key: name, isComposing: true, bubbles: true, cancelable: true };
      element.dispatchEvent(new KeyboardEvent("keydown", init));
    }, key);
  }
  expect(await box.evaluate((element) => element === document.activeElement)).toBe(true);
});

describe("while there is no lab for it", () => {
  test.each([
    ["rate", 429],
    ["unavailable", 503],
  ] as const)(
    "a page says so in a visitor's words, and waits as long as the response asks (%s)",
    async (code, status) => {
      const page = await world.open("/cheat-sheet/", { allowed: /429|503/ });
      await page.clock.install({ time: 0 });
      await page.clock.pauseAt(1_000);
      let asked = 0;
      await page.route("**/api/labs", (route) => {
        asked += 1;
        const body = JSON.stringify({ error: { code, message: "For operators: --capacity" } });
        return route.fulfill({
          status,
          headers: { "retry-after": "60" },
          contentType: "application/json",
          body,
        });
      });
      await page.goto(new URL("/07-the-adapter/", page.url()).href);
      await page.clock.runFor(1_000);
      const me = learner(page);
      await me.notices.getByText(me.words.trouble[code]).waitFor();
      expect(await me.notices.textContent()).not.toMatch(/npm start|--capacity/);
      expect(await me.stage.textContent()).not.toContain(me.words.states.starting);
      await page.clock.runFor(55_000);
      expect(asked).toBe(1);
      await page.clock.runFor(10_000);
      await expect.poll(() => asked).toBe(2);
    },
  );

  test("many pages wait longer each time, and no two return at once", async () => {
    const page = await world.open("/cheat-sheet/", { allowed: /503/ });
    await page.clock.install({ time: 0 });
    await page.clock.pauseAt(1_000);
    const at: number[] = [];
    await page.route("**/api/labs", async (route) => {
      at.push(await page.evaluate(() => performance.now()));
      const body = JSON.stringify({ error: { code: "capacity", message: "" } });
      await route.fulfill({ status: 503, contentType: "application/json", body });
    });
    await page.goto(new URL("/07-the-adapter/", page.url()).href);
    await page.clock.runFor(1_000);
    for (let step = 0; step < 400 && at.length < 6; step += 1) {
      const before = at.length;
      await page.clock.runFor(250);
      if (before) await page.evaluate(() => fetch("/robots.txt").then(() => {}));
    }
    const waits = at.slice(1).map((one, index) => one - (at[index] ?? 0));
    expect(waits).toHaveLength(5);
    for (const [index, wait] of waits.slice(1).entries())
      expect(wait).toBeGreaterThan((waits[index] ?? 0) * 0.9);
    expect(waits.at(-1)).toBeGreaterThan(8_000);
  });
});

describe("if the browser forbids storage", () => {
  test("predictions and theme work and stay within the tab, and one sentence says so", async () => {
    const page = await world.open("/cheat-sheet/");
    await forbidStorage(page);
    await page.goto(new URL("/03-two-servers/", page.url()).href);
    const me = learner(page);
    await me.arrives();
    await page.getByText(shell.forgets).waitFor();
    const step = me.experiment("broadcast");
    await step.predicts("α");
    await page.goto(new URL("/zh-cn/03-two-servers/", page.url()).href);
    const zh = learner(page, "zh-cn");
    await zh.arrives();
    const there = zh.experiment("broadcast");
    await there.waitUntilLive();
    expect(await there.choice("α").isChecked()).toBe(true);
    await page.getByText(shellWords["zh-cn"].forgets).waitFor();
  });
});
