// Each control of a lesson's page: playback in the picture, panels, divider, full width, theme, language, search.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shellWords } from "../../../site/layout/words/all.ts";
import { type BrowserWorld, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld("embedded", { capacity: 20 });
});
afterAll(() => world?.close());

describe("playback in the picture", () => {
  test("pauses, goes step by step, to any position, at any speed, and says if it's a replay", async () => {
    const page = await world.open("/07-the-adapter/");
    const me = learner(page);
    const say = me.words.stage;
    await me.arrives();
    for (const server of ["a", "b"] as const) await me.switchAdapter(server, true);
    const button = (name: string) => me.stage.getByRole("button", { name, exact: true });
    const scrubber = me.stage.getByRole("slider", { name: say.scrub });
    const position = () => scrubber.evaluate((input: HTMLInputElement) => input.valueAsNumber);
    const captionSays = (text: string) => expect.poll(() => me.caption.textContent()).toContain(text);

    // The page presses it itself, on the way of the first hop: a busy machine would be seconds late.
    await me.stage.evaluate((stage, pause) => {
      const look = new MutationObserver(() => {
        const moving = stage.querySelector<HTMLElement>(`button[aria-label="${pause}"]`);
        if (!moving || !stage.querySelector<HTMLInputElement>("input[type=range]")?.valueAsNumber) return;
        look.disconnect();
        moving.click();
      });
      look.observe(stage, { subtree: true, childList: true, attributes: true });
    }, say.pause);
    await me.send("α", "hello");
    await button(say.play).waitFor();
    expect(await position()).toBeLessThan(2);
    expect(await me.stage.getByText(say.live, { exact: true }).count()).toBe(1);

    await button(say.play).click();
    await me.stage.getByRole("combobox", { name: say.speed }).selectOption("4×");
    await captionSays("α and β heard it.");
    expect(await scrubber.getAttribute("aria-valuetext")).toBe("Step 4 of 4");

    await button(say.back).click();
    await me.stage.getByText(say.replaying, { exact: true }).waitFor();
    expect(await position()).toBe(3);
    await captionSays("α heard it.");
    await button(say.forward).click();
    await captionSays("α and β heard it.");
    await scrubber.fill("0.5");
    expect(await me.caption.textContent()).not.toContain("heard");
    await scrubber.press("ArrowRight");
    expect(await position()).toBe(1);

    await button(say.toLive).click();
    await me.stage.getByText(say.live, { exact: true }).waitFor();
    await captionSays("α and β heard it.");

    await me.tab("matrix").click();
    await me.panel.getByRole("button", { name: /hello/ }).click();
    await me.stage.getByText(say.replaying, { exact: true }).waitFor();
    await me.panel.getByRole("heading", { name: me.words.matrix.way }).waitFor();
    // Something new ends the replay.
    await me.send("β", "news");
    await me.stage.getByText(say.live, { exact: true }).waitFor();
    await captionSays("β said “news”");
  });

  test("draws true milliseconds at the hops, and a reason if nothing came", async () => {
    const me = learner(await world.open("/07-the-adapter/"));
    await me.arrives();
    await me.send("α", "hello");
    await me.stage.getByText("B was never told. A’s adapter is off.", { exact: true }).waitFor();
    await me.stage.getByText(me.words.stage.nothing, { exact: true }).waitFor();
    const numbers = await me.stage.locator("svg.packets text.ms").allTextContents();
    expect(numbers).toHaveLength(2);
    for (const number of numbers) expect(number).toMatch(/^(< 0\.1|[\d.]+) (ms|s)$/);
  });
});

describe("panels", () => {
  test("open one at a time, by click and by arrow keys, and are remembered", async () => {
    const page = await world.open("/07-the-adapter/");
    const me = learner(page);
    await me.arrives();
    const tabs = page.getByRole("tablist", { name: me.words.tabs.label }).getByRole("tab");
    const count = await tabs.count();
    expect(count).toBeGreaterThan(3);
    for (const tab of await tabs.all()) {
      await tab.click();
      expect(await tab.getAttribute("aria-selected")).toBe("true");
      expect(await me.panel.count()).toBe(1);
      expect(await me.panel.getAttribute("aria-labelledby")).toBe(await tab.getAttribute("id"));
    }
    await tabs.last().press("ArrowRight");
    expect(await tabs.first().getAttribute("aria-selected")).toBe("true");
    await tabs.first().press("ArrowLeft");
    expect(await tabs.last().getAttribute("aria-selected")).toBe("true");

    await me.tab("logs").click();
    await page.reload();
    await expect.poll(() => me.tab("logs").getAttribute("aria-selected")).toBe("true");
    await me.panel
      .getByText(/A │ .* connected/)
      .first()
      .waitFor();
  });
});

describe("text and lab", () => {
  const words = shellWords.en;

  test("are divided by dragging and by keys, and the width is remembered", async () => {
    const page = await world.open("/07-the-adapter/");
    const divider = page.getByRole("separator", { name: words.divider });
    const share = async () => Number(await divider.getAttribute("aria-valuenow"));
    await divider.press("Home");
    expect(await share()).toBeLessThan(40);
    const least = await share();
    await divider.press("ArrowRight");
    expect(await share()).toBeGreaterThan(least);
    const box = await divider.boundingBox();
    if (!box) throw new Error("The divider has no box.");
    await page.mouse.move(box.x + box.width / 2, 400);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, 400, { steps: 3 });
    await page.mouse.up();
    const dragged = await share();
    expect(dragged).toBeGreaterThan(least + 5);

    await page.reload();
    await divider.focus();
    expect(Math.abs((await share()) - dragged)).toBeLessThanOrEqual(1);
    await divider.dblclick();
    expect(await share()).not.toBe(dragged);
  });

  test("the lab takes the full width and gives it back, and a page begins with its text again", async () => {
    const page = await world.open("/07-the-adapter/");
    const widen = page.getByRole("button", { name: words.widenLab });
    const heading = page.getByRole("heading", { level: 1 });
    await widen.click();
    expect(await heading.isVisible()).toBe(false);
    const lab = await page.locator("#ct-lab").boundingBox();
    expect(lab?.width).toBeGreaterThan(1400);
    await widen.click();
    expect(await heading.isVisible()).toBe(true);
    await widen.click();
    await page.reload();
    expect(await heading.isVisible()).toBe(true);
  });
});

describe("the header", () => {
  test("changes theme and language, and keeps the lesson", async () => {
    const page = await world.open("/07-the-adapter/", { colorScheme: "light" });
    const shown = page.getByRole("banner");
    await shown.getByRole("combobox", { name: /theme/i }).selectOption("dark");
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await background();
    await shown.getByRole("combobox", { name: /theme/i }).selectOption("light");
    expect(await background()).not.toBe(dark);
    await shown.getByRole("combobox", { name: /theme/i }).selectOption("dark");

    await shown.getByRole("combobox", { name: /language/i }).selectOption({ label: "简体中文" });
    await page.waitForURL("**/zh-cn/07-the-adapter/");
    expect(await page.locator("html").getAttribute("lang")).toBe("zh-CN");
    expect(await background()).toBe(dark);
    const me = learner(page, "zh-cn");
    await me.arrives();
    await me.send("α", "你好");
    await expect.poll(() => me.caption.textContent()).toContain("α 发了“你好”");
  });

  test.each([
    { locale: "en", path: "/03-two-servers/", word: "adapter", found: /The adapter/ },
    { locale: "zh-cn", path: "/zh-cn/03-two-servers/", word: "发布订阅", found: /适配器/ },
    { locale: "zh-cn", path: "/zh-cn/03-two-servers/", word: "适配器", found: /^适配器/ },
    { locale: "zh-cn", path: "/zh-cn/03-two-servers/", word: "Redis 适配器", found: /^适配器/ },
  ] as const)("search finds “$word”, by keyboard", async ({ locale, path, word, found }) => {
    const page = await world.open(path);
    const { search } = shellWords[locale];
    await page.keyboard.press("Control+k");
    const dialog = page.getByRole("dialog", { name: search.label });
    await dialog.getByRole("searchbox").pressSequentially(word);
    const result = dialog.getByRole("link", { name: found }).first();
    await result.waitFor();
    await page.keyboard.press("ArrowDown");
    const first = dialog.getByRole("link").first();
    await expect.poll(() => first.evaluate((link) => link === document.activeElement)).toBe(true);
    // What was typed just before may still replace the results.
    await page.evaluate(() => {
      const box = document.querySelector<HTMLInputElement>("ct-search input");
      (document.activeElement as HTMLElement).dataset.old = "yes";
      box?.dispatchEvent(new InputEvent("input"));
    });
    await expect.poll(() => dialog.locator("[data-old]").count()).toBe(0);
    expect(await dialog.locator(".results a:focus").count()).toBe(1);
    // Words that no page has, and none begins like them: 16 has X-Forwarded-For.
    await dialog.getByRole("searchbox").fill(locale === "en" ? "xyzzyqwv" : "龘");
    await dialog.getByText(search.none).waitFor();
    await dialog.getByRole("searchbox").fill(word);
    await result.click();
    await page.waitForURL(/adapter/);
    expect(new URL(page.url()).pathname).toMatch(locale === "en" ? /^\/\d\d-/ : /^\/zh-cn\/\d\d-/);
  });

  test("search closes with one Escape and gives the focus back", async () => {
    const page = await world.open("/03-two-servers/");
    const dialog = page.getByRole("dialog", { name: shellWords.en.search.label });
    await page.getByRole("button", { name: shellWords.en.search.label }).click();
    await dialog.getByRole("searchbox").fill("redis");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    expect(await page.evaluate(() => document.activeElement?.matches("ct-search .open"))).toBe(true);
  });
});
