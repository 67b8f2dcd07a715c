// What is kept: over a reload, in the next lesson, in a second tab; and what never crosses from one lab to another.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserWorld, labOf, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

describe("in the middle of a lesson", () => {
  test("a reload keeps lab, links, history, prediction, result and panel", async () => {
    const page = await world.open("/07-the-adapter/");
    const me = learner(page);
    await me.arrives();
    const lab = await labOf(page);
    const [done, begun] = [me.experiment("a-alone"), me.experiment("b-alone")];
    await done.predicts("α");
    await done.run.click();
    await done.ends();
    await begun.predicts("α", "β");
    await me.switchAdapter("b", true);
    await me.tab("matrix").click();
    await me.send("α", "before the reload");
    await me.sees("before the reload", [/α heard it/, /β heard it/]);
    const result = await done.ends();

    await page.reload();
    await me.arrives();
    expect(await labOf(page)).toEqual(lab);
    await me.adapterIs("a", true);
    await me.adapterIs("b", true);
    expect(await me.tab("matrix").getAttribute("aria-selected")).toBe("true");
    await me.sees("before the reload", [/α heard it/, /β heard it/]);
    await done.waitUntilLive();
    expect(await done.ends()).toBe(result);
    await begun.waitUntilLive();
    for (const client of ["α", "β"]) expect(await begun.choice(client).isChecked()).toBe(true);
    await me.send("α", "after the reload");
    await me.sees("after the reload", [/α heard it/, /β heard it/]);
  });

  test("a page closed between two long-polling requests leaves no client behind", async () => {
    const page = await world.open("/03-two-servers/");
    const me = learner(page);
    await me.arrives();
    await me.types("α", "a", "transport polling");
    await me.arrives();
    // No request waits at the server any more that could show it by breaking off.
    await page.route(
      (url) => url.searchParams.get("transport") === "polling" && url.searchParams.has("sid"),
      (route) => (route.request().method() === "GET" ? undefined : route.continue()),
    );
    await me.send("α", "hi");
    await me.send("β", "hi");
    await page.reload();
    await page.unrouteAll({ behavior: "ignoreErrors" });
    await page.reload();
    await me.arrives();
    await expect.poll(() => page.locator(".picture .face").allTextContents()).toEqual(["α", "β"]);
  });

  test("the next lesson continues in the same lab, and so does the other language", async () => {
    const page = await world.open("/03-two-servers/");
    const me = learner(page);
    await me.arrives();
    const lab = await labOf(page);
    await me.tab("matrix").click();
    await me.send("α", "in lesson 3");
    await me.sees("in lesson 3", [/α heard it/, /β should have heard it/]);

    await page.goto(new URL("/07-the-adapter/", page.url()).href);
    await me.arrives();
    expect(await labOf(page)).toEqual(lab);
    await me.sees("in lesson 3", [/α heard it/, /β should have heard it/]);
    await me.switchAdapter("a", true);

    await page.goto(new URL("/zh-cn/07-the-adapter/", page.url()).href);
    const zh = learner(page, "zh-cn");
    await zh.arrives();
    expect(await labOf(page)).toEqual(lab);
    await zh.adapterIs("a", true);
  });
});

test("two tabs on one lab see each other's messages and changes, and neither undoes the other's", async () => {
  const page = await world.open("/07-the-adapter/");
  const one = learner(page);
  await one.arrives();
  await one.tab("matrix").click();
  const two = learner(await world.open("/07-the-adapter/", { tabOf: page }));
  await expect.poll(() => two.adapter("a").isEnabled()).toBe(true);
  expect(await labOf(two.page)).toEqual(await labOf(page));

  await two.switchAdapter("a", true);
  await one.adapterIs("a", true);
  await one.switchAdapter("b", true);
  await two.adapterIs("b", true);

  await one.send("α", "from the first tab");
  await two.sees("from the first tab", [/heard it/, /heard it/, /heard it/, /heard it/]);
  await one.sees("from the first tab", [/heard it/, /heard it/, /heard it/, /heard it/]);
  await two.page.close();
  await expect.poll(async () => (await one.matrix())[0]?.length).toBe(5);
  await one.send("α", "alone again");
  await one.sees("alone again", [/heard it/, /α′ was not connected/, /heard it/, /β′ was not connected/]);
});

test("two learners' labs never hear each other, with every adapter on", async () => {
  const [one, two] = [
    learner(await world.open("/07-the-adapter/")),
    learner(await world.open("/07-the-adapter/")),
  ];
  for (const me of [one, two]) {
    await me.arrives();
    await me.tab("matrix").click();
    for (const server of ["a", "b"] as const) await me.switchAdapter(server, true);
  }
  expect((await labOf(one.page)).id).not.toBe((await labOf(two.page)).id);
  await one.send("α", "only for the first");
  await one.sees("only for the first", [/α heard it/, /β heard it/]);
  await two.send("α", "fence");
  await two.sees("fence", [/α heard it/, /β heard it/]);
  expect(await two.matrix()).toHaveLength(1);
  expect(await two.page.getByText("only for the first").count()).toBe(0);
});
