// The home page's lab: a drawing until it's touched, silence and delivery within four presses, and what it says if no lab is
// available or its lab has ended.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Reason } from "../../../site/lab/derive/reasons.ts";
import type { HomeState } from "../../../site/lab/home/home-state.ts";
import { words as en } from "../../../site/lab/home/words/en.ts";
import { words as zhCn } from "../../../site/lab/home/words/zh-cn.ts";
import { shellWords } from "../../../site/layout/words/all.ts";
import type { Locale } from "../../../site/locale.ts";
import { labWords } from "../../words.ts";
import { type BrowserWorld, endedMeanwhile, forbidStorage, labOf, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";
import { countScripts } from "../measure-page.ts";
import { violations } from "../violations.ts";

const homeWords = { en, "zh-cn": zhCn };
const root: Record<Locale, string> = { en: "/", "zh-cn": "/zh-cn/" };
const phone = { viewport: { width: 390, height: 844 } };
const noAdapter: Reason = { why: "sender-unlinked", server: "a", other: "b", bothOff: true };
const notSubscribed: Reason = { why: "receiver-unlinked", server: "b" };

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

const openLabs = async () => (await world.call("GET", "/healthz")).body.labs.open;

/** Waits until the line that says what to do next has this text. */
async function leads(page: Page, lead: HomeState): Promise<void> {
  await expect.poll(() => page.locator(".home").getAttribute("data-lead")).toBe(lead);
}

async function isAlive(page: Page): Promise<void> {
  await expect.poll(() => page.locator("astro-island[client=touch]").getAttribute("ssr")).toBe(null);
}

describe("before it is touched", () => {
  test.each(["en", "zh-cn"] as const)(
    "it says that it's a drawing, and costs at most 10 kB of script: %s",
    async (locale) => {
      const page = await world.open("/404");
      const loaded = countScripts(page);
      const asked: string[] = [];
      page.on("request", (request) => asked.push(new URL(request.url()).pathname));
      await page.goto(new URL(root[locale], world.url).href, { waitUntil: "networkidle" });
      await page.getByText(homeWords[locale].lead.drawing).waitFor();
      expect(await page.getByRole("switch").count()).toBe(2);
      expect(await loaded()).toBeLessThanOrEqual(10_000);
      expect(asked.filter((path) => /^\/(api|labs|watch)\//.test(path))).toEqual([]);
    },
  );

  test("passing through it by keyboard opens no lab", async () => {
    const page = await world.open("/");
    const before = await openLabs();
    await learner(page).field("α").focus();
    await isAlive(page);
    expect(await page.evaluate(() => localStorage.getItem("crosstalk:1:lab"))).toBe(null);
    expect(await openLabs()).toBe(before);
  });

  test("on paper it says that it is a drawing, and nothing to press", async () => {
    const page = await world.open("/");
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".lead").innerText()).toBe(homeWords.en.drawing);
    expect(await page.locator(".home").innerText()).not.toContain(labWords.en.send.button);
  });

  test("without JavaScript it says that it is a drawing", async () => {
    const page = await world.open("/", { javaScriptEnabled: false });
    const say = page.locator(".opening noscript");
    expect(await say.textContent()).toContain(shellWords.en.noScript);
    expect(await say.locator(".word").isVisible()).toBe(true);
    expect(await page.getByRole("switch").count()).toBe(2);
    expect(await page.getByRole("button", { name: labWords.en.send.button }).isVisible()).toBe(false);
  });
});

describe.each([
  { locale: "en", size: "1440", options: {} },
  { locale: "zh-cn", size: "390", options: phone },
] as const)("at $size px in $locale", ({ locale, options }) => {
  test("three presses show silence, silence with one adapter, and delivery with two", async () => {
    const page = await world.open(root[locale], options);
    const me = learner(page, locale);
    const say = homeWords[locale].lead;
    let presses = 0;
    /** Only presses what the page points at. */
    const follow = async () => {
      const next = await page.locator(".home").getAttribute("data-next");
      const control = next === "send" ? me.sendButton("α") : me.adapter(next === "a" ? "a" : "b");
      await control.click();
      presses += 1;
    };
    await follow();
    await page.getByText(say.silent).waitFor();
    const caption = () => me.caption.textContent();
    await expect.poll(caption).toContain(me.words.why(noAdapter, true));
    await follow();
    await page.getByText(say["half-a"]).waitFor();
    await expect.poll(caption).toContain(me.words.why(notSubscribed, true));
    await follow();
    await page.getByText(say.heard).waitFor();
    await expect.poll(caption).toContain(me.words.stage.heard(["α", "β"]));
    expect(presses).toBeLessThanOrEqual(4);
    expect(await violations(page)).toEqual([]);
  });
});

test("a switch doesn't wait until the picture has shown what the last one did", async () => {
  const page = await world.open("/");
  const me = learner(page);
  await me.sendButton("α").click();
  await leads(page, "silent");
  await me.adapter("a").click();
  await me.adapter("b").click();
  await leads(page, "heard");
});

test("text typed and sent before the script has loaded is sent once, when the lab is there", async () => {
  const page = await world.open("/cheat-sheet/");
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(/_astro\/Home\.[^/]*\.js/, async (route) => {
    await promise;
    await route.continue().catch(() => {});
  });
  await page.goto(world.url);
  const me = learner(page);
  await me.field("α").fill("early");
  await me.field("α").press("Enter");
  resolve();
  await expect.poll(() => me.caption.textContent()).toContain("early");
  await leads(page, "silent");
  expect(page.url()).toBe(`${world.url}/`);
  const { id } = await labOf(page);
  const { body } = await world.call("GET", `/api/labs/${id}/trace`);
  const sent = body.events.filter(({ type }: { type: string }) => type === "sent");
  expect(sent.map(({ data }: { data: unknown }) => data)).toHaveLength(1);
});

test("a switch pressed first takes effect once the lab is there", async () => {
  const page = await world.open("/");
  const me = learner(page);
  await me.adapter("b").click();
  await me.adapterIs("b", true);
  await leads(page, "send");
  await me.sendButton("α").click();
  await leads(page, "half-b");
});

test("a browser that stores nothing sees both outcomes all the same", async () => {
  const page = await world.open("/404", { allowed: /404/ });
  await forbidStorage(page);
  await page.goto(world.url);
  const me = learner(page);
  await me.sendButton("α").click();
  await leads(page, "silent");
  for (const server of ["a", "b"] as const) await me.adapter(server).click();
  await leads(page, "heard");
});

test("a second tab has the same lab, says how its clients are called, and each follows its own messages", async () => {
  const page = await world.open("/");
  const one = learner(page);
  await one.sendButton("α").click();
  await leads(page, "silent");
  const other = await world.open("/", { tabOf: page });
  const two = learner(other);
  await two.sendButton("α").click();
  await leads(other, "silent");
  await two.notices.getByText(two.words.trouble.otherTab(["α", "β"], ["α′", "β′"])).waitFor();
  expect((await labOf(other)).id).toBe((await labOf(page)).id);
  await leads(page, "silent");
  for (const server of ["a", "b"] as const) await two.adapter(server).click();
  await leads(other, "heard");
  await leads(page, "heard");
  expect(await violations(other)).toEqual([]);
});

describe("without a lab", () => {
  test("it stays a drawing, says why in one sentence, and retries on request", async () => {
    const full = await openBrowserWorld("embedded", { capacity: 1 });
    onTestFinished(() => full.close());
    const lab = await full.openLab();
    const page = await full.open("/", { allowed: /503/ });
    const me = learner(page);
    await me.sendButton("α").click();
    await page.getByText(`${labWords.en.trouble.full} ${labWords.en.trouble.notOpened}`).waitFor();
    await page.getByText(homeWords.en.lead.drawing).waitFor();
    expect(await violations(page)).toEqual([]);
    await full.call("DELETE", `/api/labs/${lab.id}`, { token: lab.token });
    await page.getByRole("button", { name: labWords.en.trouble.retry }).click();
    await leads(page, "send");
    await me.sendButton("α").click();
    await leads(page, "silent");
  });

  test("a lab that ended is gone from the page, which opens another only at the next press", async () => {
    const page = await world.open("/", { allowed: endedMeanwhile });
    const me = learner(page);
    await me.sendButton("α").click();
    await leads(page, "silent");
    await me.adapter("a").click();
    await leads(page, "half-a");
    const first = await labOf(page);
    await world.call("DELETE", `/api/labs/${first.id}`, { token: first.token });
    await page.getByText(labWords.en.trouble.ended).waitFor();
    await me.adapterIs("a", false);
    await expect.poll(openLabs).toBe(0);
    expect(await violations(page)).toEqual([]);
    await me.sendButton("α").click();
    await leads(page, "silent");
    expect((await labOf(page)).id).not.toBe(first.id);
  });
});
