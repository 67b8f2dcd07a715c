// At 390 px the lab is a sheet over the text: it opens, keeps the focus, closes, and buttons replace typing.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shellWords } from "../../../site/layout/words/all.ts";
import { type BrowserWorld, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const words = shellWords.en;

describe("on a phone", () => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await openBrowserWorld();
  });
  afterAll(() => world?.close());

  test("the lab opens over the text, keeps the focus inside, and Escape brings it back", async () => {
    const page = await world.open("/07-the-adapter/", phone);
    const me = learner(page);
    const opener = page.getByRole("button", { name: words.openLab });
    const sheet = page.getByRole("dialog", { name: words.lab });
    expect(await me.stage.isVisible()).toBe(false);
    await opener.click();
    await sheet.waitFor();
    await me.arrives();
    expect(
      await page
        .getByRole("button", { name: words.closeLab })
        .evaluate((button) => button === document.activeElement),
    ).toBe(true);

    const inside = () =>
      page.evaluate(() => {
        const { activeElement, body } = document;
        return activeElement === body || activeElement?.closest("[data-part=lab]") !== null;
      });
    // More stops than the sheet has.
    for (let stop = 0; stop < 60; stop += 1) {
      await page.keyboard.press("Tab");
      expect(await inside(), `after ${stop + 1} times Tab`).toBe(true);
    }
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "hidden" });
    await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  test("fields and buttons do everything, and the sheet stays as it was left", async () => {
    const page = await world.open("/07-the-adapter/", phone);
    const me = learner(page);
    await page.getByRole("button", { name: words.openLab }).tap();
    await me.arrives();
    await me.tab("matrix").tap();
    await me.send("α", "before");
    await me.sees("before", [/α heard it/, /β should have heard it but didn’t/]);
    for (const server of ["a", "b"] as const) await me.switchAdapter(server, true);
    await me.send("α", "after");
    await me.sees("after", [/α heard it/, /β heard it/]);

    await me.tab("terminals").tap();
    const terminal = me.terminal("β", "b");
    await terminal.getByRole("textbox", { name: me.words.terminal.command("β") }).fill("who");
    await terminal.getByRole("button", { name: me.words.terminal.enter }).tap();
    await terminal.getByText(/answer after/).waitFor();
    // xterm needs a keyboard.
    expect(await page.locator(".xterm").count()).toBe(0);

    await page.getByRole("button", { name: words.closeLab }).tap();
    await page.getByRole("button", { name: words.openLab }).tap();
    await terminal.getByText(/answer after/).waitFor();
  });
});
