// The story by keyboard only: Tab, Enter, Space and arrows, with a visible focus at every step.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserWorld, openBrowserWorld } from "./browser.ts";
import { tabTo } from "./keyboard.ts";
import { learner } from "./learner.ts";

describe("with the keyboard only", () => {
  let world: BrowserWorld;
  beforeAll(async () => {
    world = await openBrowserWorld();
  });
  afterAll(() => world?.close());

  test("a learner sends, checks who heard it, turns both adapters on, and sees that B hears", async () => {
    const page = await world.open("/07-the-adapter/");
    const { keyboard } = page;
    const me = learner(page);
    await me.arrives();

    await tabTo(page, me.field("α"));
    await keyboard.type("before");
    await keyboard.press("Enter");

    await tabTo(page, me.tab("terminals"));
    while ((await me.tab("matrix").getAttribute("aria-selected")) !== "true") {
      await keyboard.press("ArrowRight");
    }
    await expect.poll(() => me.tab("matrix").evaluate((tab) => tab === document.activeElement)).toBe(true);
    await me.sees("before", [/α heard it after/, /β should have heard it but didn’t/]);

    for (const server of ["a", "b"] as const) {
      await tabTo(page, me.adapter(server));
      await keyboard.press(server === "a" ? "Space" : "Enter");
      await me.adapterIs(server, true);
    }
    await tabTo(page, me.field("α"));
    await keyboard.type("after");
    await keyboard.press("Enter");
    await me.sees("after", [/α heard it after/, /β heard it after/]);
  });

  test("a learner predicts wrongly, runs, compares, reads why, and predicts again", async () => {
    const page = await world.open("/03-two-servers/");
    const { keyboard } = page;
    const me = learner(page);
    await me.arrives();
    const step = me.experiment("broadcast");

    await tabTo(page, step.choice("α"));
    await step.waitUntilLive();
    await keyboard.press("Space");
    await tabTo(page, step.choice("β"));
    await keyboard.press("Space");
    await tabTo(page, step.run);
    await keyboard.press("Enter");
    expect(await step.ends()).toMatch(
      /α hears it heard, .* ms right β hears it heard nothing B was never told.* wrong Not what you expected/,
    );
    await expect.poll(() => step.explanation.isVisible()).toBe(true);

    await tabTo(page, step.again);
    await keyboard.press("Enter");
    await tabTo(page, step.choice("α"));
    await keyboard.press("Space");
    await tabTo(page, step.run);
    await keyboard.press("Enter");
    expect(await step.ends()).toMatch(
      /α hears it heard, .* ms right β hears nothing heard nothing .* right You called it\./,
    );
  });

  test("Tab completes a prompt, and leaves the terminal", async () => {
    const page = await world.open("/07-the-adapter/");
    const { keyboard } = page;
    const me = learner(page);
    await me.arrives();
    const prompt = (client: string, server: "a" | "b") =>
      me.terminal(client, server).locator(".xterm-helper-textarea");
    await prompt("β", "b").waitFor({ state: "attached" });

    await tabTo(page, prompt("α", "a"));
    await keyboard.type("wh");
    await keyboard.press("Tab");
    await me.reads("α", "a", /> who/);
    await keyboard.press("Enter");
    await me.reads("α", "a", /> who .*answer after/);
    await tabTo(page, prompt("β", "b"));
    await keyboard.press("Shift+Tab");
    expect(await prompt("α", "a").evaluate((element) => element === document.activeElement)).toBe(true);
  });
});
