// The text drives the lab: commands and panels in it can be pressed, and servers and cables light up in the picture.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserWorld, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld("embedded", { capacity: 20 });
});
afterAll(() => world?.close());

describe.each([
  { locale: "en" as const, root: "" },
  { locale: "zh-cn" as const, root: "/zh-cn" },
])("in $locale", ({ locale, root }) => {
  test("a command is typed in the terminals that are named next to it", async () => {
    const me = learner(await world.open(`${root}/03-two-servers/`), locale);
    await me.arrives();
    await me.tab("terminals").click();
    for (const fold of await me.page.locator("ct-prose details > summary").all()) await fold.click();
    const join = me.page.locator("ct-prose .ct-do", { hasText: /^join tea$/ }).first();
    await join.scrollIntoViewIfNeeded();
    await join.click();
    for (const [client, server] of [
      ["α", "a"],
      ["β", "b"],
    ] as const)
      await me.reads(client, server, "> join tea");
  });

  test("a panel's name opens that panel", async () => {
    const me = learner(await world.open(`${root}/03-two-servers/`), locale);
    await me.arrives();
    const name = me.page
      .locator("ct-prose .ct-do:visible", { hasText: new RegExp(`^${me.words.tabs.pools}$`) })
      .first();
    await name.scrollIntoViewIfNeeded();
    await name.click();
    await expect.poll(() => me.tab("pools").getAttribute("aria-selected")).toBe("true");
  });
});

test("while a question in sight waits for an answer, a command asks for that first and sends nothing", async () => {
  const me = learner(await world.open("/03-two-servers/"));
  await me.arrives();
  await me.tab("matrix").click();
  const step = me.experiment("broadcast");
  await step.waitUntilLive();
  const send = me.page.locator("ct-prose .ct-do", { hasText: /^send hi$/ }).first();
  await send.click();
  await step.hint.getByText(me.words.experiment.predictFirst).waitFor();
  await me.send("β", "fence");
  await me.sees("fence", [/./, /β heard it/]);
  expect(await me.matrix()).toHaveLength(1);
});

test("a server's name lights it up in the picture while the pointer is on it", async () => {
  const me = learner(await world.open("/03-two-servers/"));
  await me.arrives();
  await me.page.locator("ct-prose [data-part-name=b]").first().hover();
  await expect.poll(() => me.page.locator(".picture .card.b.ct-pointed").count()).toBe(1);
  await me.page.locator("h1").hover();
  await expect.poll(() => me.page.locator(".ct-pointed").count()).toBe(0);
});

test("without JavaScript the text is text", async () => {
  const page = await world.open("/03-two-servers/", { javaScriptEnabled: false });
  expect(await page.locator(".ct-do").count()).toBe(0);
  expect(
    await page
      .locator("ct-prose code", { hasText: /^send hi$/ })
      .first()
      .isVisible(),
  ).toBe(true);
});

test("an experiment leads to the next one, and the end of the lesson says what is done", async () => {
  const me = learner(await world.open("/03-two-servers/", { reducedMotion: "reduce" }));
  await me.arrives();
  const end = me.page.locator("ct-lesson-end p");
  await expect.poll(() => end.textContent()).toBe("0 of 4 experiments done.");
  const step = me.experiment("broadcast");
  await step.predicts("α");
  await step.run.click();
  await step.ends();
  await expect.poll(() => end.textContent()).toBe("1 of 4 experiments done. 1 predicted right.");
  await step.section.getByRole("link", { name: me.words.experiment.next(2) }).click();
  await expect
    .poll(() =>
      me.page
        .locator("section.experiment")
        .nth(1)
        .evaluate((one) => one.getBoundingClientRect().top),
    )
    .toBeLessThan(300);
  // A silence that was predicted is no alarm.
  const silent = step.comparison.locator("td.silent");
  expect(await silent.count()).toBe(0);
});
