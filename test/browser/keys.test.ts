// Single keys: what each does, that none fires while somebody types, and that they can be listed and switched off.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shellWords } from "../../site/layout/words/all.ts";
import { keyFor } from "../../site/ui/keys/key-names.ts";
import { words as en } from "../../site/ui/keys/words/en.ts";
import { words as zhCn } from "../../site/ui/keys/words/zh-cn.ts";
import { type BrowserWorld, openBrowserWorld } from "./browser.ts";
import { type Learner, learner } from "./learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

async function arrive(path = "/07-the-adapter/", locale: "en" | "zh-cn" = "en"): Promise<Learner> {
  const me = learner(await world.open(path, { reducedMotion: "reduce" }), locale);
  await me.arrives();
  await me.tab("matrix").click();
  await me.page.locator("h1").click();
  return me;
}

const press = (page: Page, name: keyof typeof keyFor) => page.keyboard.press(keyFor[name]);

describe("a key", () => {
  test("sends, switches both adapters, and steps through what was sent", async () => {
    const me = await arrive();
    await press(me.page, "send");
    await me.sees("hi", [/α heard it/, /β should have|did not/]);
    for (const server of ["a", "b"] as const) {
      await press(me.page, `adapter-${server}`);
      await me.adapterIs(server, true);
    }
    await press(me.page, "send");
    await expect.poll(() => me.caption.textContent()).toContain(me.words.stage.heard(["α", "β"]));
    const slider = me.page.getByRole("slider", { name: me.words.stage.scrub });
    const isAtEnd = () => slider.evaluate((input: HTMLInputElement) => input.value === input.max);
    await expect.poll(isAtEnd).toBe(true);
    await press(me.page, "back");
    await expect.poll(isAtEnd).toBe(false);
    await press(me.page, "forward");
    await expect.poll(isAtEnd).toBe(true);
  });

  test("goes to the next experiment, runs it, and goes to the lab", async () => {
    const me = await arrive();
    await press(me.page, "next");
    const step = me.experiment("a-alone");
    await expect.poll(() => step.choice("α").evaluate((box) => box === document.activeElement)).toBe(true);
    await step.waitUntilLive();
    await me.page.keyboard.press("Space");
    await press(me.page, "run");
    await step.ends();
    await press(me.page, "next");
    await expect
      .poll(() =>
        me.page
          .locator("section.experiment")
          .nth(1)
          .evaluate((section) => section.contains(document.activeElement)),
      )
      .toBe(true);
    await press(me.page, "lab");
    await expect.poll(() => me.field("α").evaluate((field) => field === document.activeElement)).toBe(true);
  });
});

test("no key fires while somebody types: in fields, terminals, notes, selects, or with a modifier", async () => {
  const me = await arrive();
  const { page } = me;
  const all = Object.values(keyFor);
  const adapters = async () =>
    Promise.all((["a", "b"] as const).map((server) => me.adapter(server).getAttribute("aria-checked")));
  const type = async () => {
    for (const key of all) await page.keyboard.press(key);
  };
  // Time in the picture can be set once there is a story.
  await me.send("β", "before");
  await me.sees("before", [/./, /β heard it/]);
  await me.field("β").focus();
  await type();
  expect(await me.field("β").inputValue()).toBe(all.join(""));
  await page.locator(".notes textarea").focus();
  await type();
  await me.tab("terminals").click();
  const prompt = me.terminal("α", "a").locator(".xterm-helper-textarea");
  await prompt.waitFor({ state: "attached" });
  await prompt.focus();
  await type();
  await me.reads("α", "a", `> ${all.join("")}`);
  await page.getByRole("combobox", { name: me.words.stage.speed }).focus();
  await type();
  await page.locator("h1").evaluate((heading) => {
    heading.setAttribute("contenteditable", "true");
    (heading as HTMLElement).focus();
  });
  await type();
  await me.tab("matrix").focus();
  for (const key of ["a", "s"])
    for (const modifier of ["Alt", "Control"]) await page.keyboard.press(`${modifier}+${key}`);
  expect(await page.getByRole("dialog").count()).toBe(0);
  expect(await adapters()).toEqual(["false", "false"]);
  await me.tab("matrix").click();
  await me.send("β", "fence");
  await me.sees("fence", [/./, /β heard it/]);
  expect(await me.matrix()).toHaveLength(2);
});

test.each([
  { path: "/07-the-adapter/", locale: "en" as const, words: en },
  { path: "/zh-cn/07-the-adapter/", locale: "zh-cn" as const, words: zhCn },
])("? lists the keys in $locale, and turns them off and on", async ({ path, locale, words }) => {
  const me = await arrive(path, locale);
  const { page } = me;
  await press(page, "help");
  const list = page.getByRole("dialog", { name: words.title });
  await list.waitFor();
  const said = (await list.locator("dl > div").allTextContents()).map((row) =>
    row.replaceAll(/\s+/g, " ").trim(),
  );
  for (const name of ["send", "run", "next", "help"] as const)
    expect(said).toContain(`${keyFor[name]} ${words.does[name]}`);
  await list.getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });
  await press(page, "adapter-a");
  await page.getByRole("button", { name: shellWords[locale].keys, exact: true }).click();
  await list.waitFor();
  expect(await me.adapter("a").getAttribute("aria-checked")).toBe("false");
  await list.getByRole("checkbox").check();
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });
  await press(page, "adapter-a");
  await me.adapterIs("a", true);
});

test("the second Tab stop skips to the lab", async () => {
  const me = await arrive();
  await me.page.reload();
  await me.arrives();
  for (let stop = 0; stop < 2; stop += 1) await me.page.keyboard.press("Tab");
  await me.page.keyboard.press("Enter");
  expect(await me.field("α").evaluate((field) => field === document.activeElement)).toBe(true);
});
