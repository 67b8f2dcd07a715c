// An exercise as a learner does it: the editor, its keys, the verdict, and what stays.
import { gzipSync } from "node:zlib";
import type { Page, Response } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { exercise as en } from "../../../site/lab/words/en/exercise.ts";
import { exercise as zhCn } from "../../../site/lab/words/zh-cn/exercise.ts";
import { type BrowserWorld, endedMeanwhile, labOf, openBrowserWorld } from "../browser.ts";
import { tabTo } from "../keyboard.ts";
import { becomesLive, learner } from "../learner.ts";
import { violations } from "../violations.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

const path = "/06-a-bridge-by-hand/";
const withinMs = 40_000;

function exerciseOf(page: Page, id: string, say: typeof en = en) {
  const section = page.locator(`section.exercise#${id}`);
  const button = (name: string) => section.getByRole("button", { name, exact: true });
  return {
    section,
    button,
    editor: section.locator(".cm-content"),
    report: section.locator(".report"),
    running: section.locator(".running"),
    async opens() {
      await becomesLive(section);
      await section.locator("button.first").click();
      await section.locator(".cm-content").waitFor({ timeout: withinMs });
    },
    text: () =>
      section
        .locator(".cm-line")
        .evaluateAll((lines) => lines.map((line) => line.textContent ?? "").join("\n")),
    /** Waits until the report says this. */
    says: (what: string | RegExp) =>
      expect
        .poll(() => section.locator(".report").innerText(), { timeout: withinMs })
        .toEqual(typeof what === "string" ? expect.stringContaining(what) : expect.stringMatching(what)),
    say,
  };
}

/** Replaces the line with the cursor by these, with the keyboard. */
async function writes(page: Page, lines: string): Promise<void> {
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  // As if pasted: typed brackets would close themselves.
  await page.keyboard.insertText(lines);
}

test("is done with the keyboard alone: opened, written, run, refused with the line, fixed, accepted, left", async () => {
  const scripts: Promise<readonly [string, number]>[] = [];
  const page = await world.open("/404", { allowed: endedMeanwhile });
  page.on("response", (response: Response) => {
    if (response.request().resourceType() !== "script") return;
    scripts.push(response.body().then((body) => [response.url(), gzipSync(body).byteLength] as const));
  });
  await page.goto(new URL(path, world.url).href);
  await learner(page).arrives();
  const one = exerciseOf(page, "bridge-message");
  await one.section.scrollIntoViewIfNeeded();
  const island = one.section.locator("xpath=ancestor::astro-island");
  await expect.poll(() => island.getAttribute("ssr"), { timeout: withinMs }).toBe(null);
  const before = scripts.length;

  await page.locator("section.experiment#two-connections button.run").focus();
  await tabTo(page, one.button(en.open));
  await page.keyboard.press("Enter");
  await one.editor.waitFor();
  await expect.poll(() => one.editor.evaluate((editor) => editor === document.activeElement)).toBe(true);
  const loaded = (await Promise.all(scripts.slice(before))).reduce((sum, [, bytes]) => sum + bytes, 0);
  expect(loaded).toBeGreaterThan(50_000);
  expect(loaded).toBeLessThanOrEqual(180_000);

  // As it is: nobody hears anything.
  await page.keyboard.press("Control+Enter");
  await one.says(/After this:[\s\S]*α, γ,? and β didn’t hear/);
  await expect.poll(() => one.running.innerText()).toBe(en.bothRun(en.running.this));

  // A line that can't be read is marked, and the servers go on.
  await writes(page, "await ");
  await page.keyboard.type("subClient.");
  await one.section.getByRole("option", { name: /^subscribe/ }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.insertText(
    'subscribe(channel, (text) => { io.local.emit("message", JSON.parse(text)) };',
  );
  await page.keyboard.press("Control+Enter");
  await one.says(en.refused);
  await expect.poll(() => one.running.innerText()).toBe(en.bothRun(en.running.earlier));
  await one.section.locator(".cm-lint-marker-error").waitFor();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.insertText(")");
  const active = one.section.locator(".cm-activeLine");
  do await page.keyboard.press("ArrowDown");
  while (!(await active.innerText()).includes("// 2."));
  await writes(page, "pubClient.publish(channel, JSON.stringify(data));");
  await page.keyboard.press("Control+Enter");
  await one.says(en.allHeard);
  expect(await violations(page)).toEqual([]);

  // Undo reaches back before the runs.
  await page.keyboard.press("Control+z");
  expect(await one.text()).not.toContain("pubClient.publish(");
  await page.keyboard.press("Control+y");
  expect(await one.text()).toContain("pubClient.publish(");

  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  expect(await one.button(en.runBoth).evaluate((button) => button === document.activeElement)).toBe(true);

  // After a reload the page knows what was written, and what the servers run.
  await page.reload();
  await learner(page).arrives();
  await one.opens();
  expect(await one.text()).toContain("pubClient.publish(");
  await expect.poll(() => one.running.innerText()).toBe(en.bothRun(en.running.this));
  expect(await one.section.locator("h3").innerText()).toContain(en.passed);

  // An experiment assumes the lesson's own code, and gets it.
  await page
    .locator("section.experiment#two-connections")
    .getByRole("button", { name: "Set up this step" })
    .click();
  await expect.poll(() => one.running.innerText(), { timeout: withinMs }).toBe(en.bothRun(en.running.lesson));
});

test("shows what code does wrong, keeps one's own next to the solution, and fits a phone in Chinese", async () => {
  const page = await world.open(`/zh-cn${path}`, {
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
    allowed: endedMeanwhile,
  });
  await expect.poll(() => labOf(page).catch(() => undefined), { timeout: withinMs }).toBeTruthy();
  const one = exerciseOf(page, "bridge-message", zhCn);
  await one.opens();
  await writes(page, 'subClient.on("end", () => {}); console.log("printed here"); throw new Error("mine");');
  await page.keyboard.press("Control+Enter");
  await one.says(/mine/);

  await one.button(zhCn.reset).click();
  expect(await one.text()).not.toContain("mine");
  await one.editor.focus();
  await page.keyboard.press("Control+z");
  expect(await one.text()).toContain("mine");

  await one.button(zhCn.solution).click();
  expect(await one.text()).toContain("JSON.stringify(data ?? null)");
  await one.button(zhCn.runBoth).click();
  await one.says(zhCn.allHeardOfSolution);
  expect(await one.section.locator("h3").innerText()).not.toContain(zhCn.passed);
  await one.button(zhCn.changes).click();
  await one.section.locator(".cm-insertedLine, .cm-changedLine").first().waitFor();
  await one.button(zhCn.back).click();
  expect(await one.text()).toContain("mine");

  expect(await violations(page)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
});

test("can be read and written, and says so, where the host doesn't run code", async () => {
  const other = await openBrowserWorld("embedded", { host: "0.0.0.0" });
  onTestFinished(() => other.close());
  const page = await other.open(path);
  await learner(page).arrives();
  const one = exerciseOf(page, "bridge-message");
  await one.opens();
  expect(await one.section.locator(".off").innerText()).toBe(en.off);
  expect(await one.button(en.runBoth).count()).toBe(0);
  expect(await one.text()).toContain("// 1.");
});
