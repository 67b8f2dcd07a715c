// Progress: saved while a lesson is worked through, shown on its page and next to the lessons, exported, wiped, imported.
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Locale } from "../../../site/locale.ts";
import type { ProgressFile } from "../../../site/progress/file.ts";
import { progressWords } from "../../../site/progress/words/all.ts";
import { type BrowserWorld, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

/** What the list of lessons says about this one to screen readers. */
const mark = (page: Page, slug: string) =>
  page.locator(`nav ct-lesson-mark[data-lesson="${slug}"] .sr-only`).textContent();

function progressPage(page: Page, locale: Locale = "en") {
  const words = progressWords[locale];
  const row = (question: RegExp) => page.getByRole("row", { name: question });
  return {
    words,
    row,
    summary: page.locator("#summary"),
    button: (name: "export" | "import" | "wipe") =>
      page.getByRole("button", { name: words[name], exact: true }),
    said: page.locator("p.said"),
    note: (lesson: string) => page.getByRole("textbox", { name: words.notes.label(lesson) }),
  };
}

test("a learner sees their progress, exports it, wipes it, and imports it again", async () => {
  const page = await world.open("/03-two-servers/");
  const me = learner(page);
  await me.arrives();
  const step = me.experiment("broadcast");
  await step.predicts("α", "β");
  await step.run.click();
  await step.ends();
  await expect.poll(() => mark(page, "03-two-servers")).toBe("1 of 4 experiments");
  const title = "Two servers";
  const note = page.getByRole("textbox", { name: progressWords.en.notes.label(title) });
  await note.scrollIntoViewIfNeeded();
  await expect.poll(() => page.locator("section.notes astro-island").getAttribute("ssr")).toBe(null);
  await note.fill("B was never told.");

  await page.goto(new URL("/progress/", page.url()).href);
  const mine = progressPage(page);
  await expect.poll(() => mine.summary.textContent()).toContain("1 of ");
  const cells = mine.row(/α, on server A, sends hi/).getByRole("cell");
  await expect.poll(() => cells.allTextContents()).toHaveLength(4);
  const [predicted, outcome, state, when] = (await cells.allTextContents()).map((text) => text.trim());
  expect([predicted, outcome, state]).toEqual(["α, β", "wrong", "✓ reached"]);
  expect(when).toMatch(/20\d\d/);
  expect(await mine.note(title).inputValue()).toBe("B was never told.");

  const downloading = page.waitForEvent("download");
  await mine.button("export").click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^crosstalk-progress-\d{4}-\d\d-\d\d\.json$/);
  const path = await download.path();
  const file = JSON.parse(readFileSync(path, "utf8")) as ProgressFile;
  expect(Object.keys(file.experiments)).toEqual(["03-two-servers#broadcast"]);

  await mine.button("wipe").click();
  const dialog = page.getByRole("dialog", { name: mine.words.wiping.title });
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  expect(await mine.note(title).inputValue()).toBe("B was never told.");
  await mine.button("wipe").click();
  await dialog.getByRole("button", { name: mine.words.wiping.wipe }).click();
  await expect.poll(() => mine.summary.textContent()).toContain("0 of ");
  expect(await mine.said.textContent()).toBe(mine.words.wiping.done);
  expect(await mine.note(title).inputValue()).toBe("");
  expect(await mark(page, "03-two-servers")).toBe("");

  await page.goto(new URL("/zh-cn/progress/", page.url()).href);
  const zh = progressPage(page, "zh-cn");
  const picker = page.locator("input[type=file]");
  await expect.poll(() => page.locator("astro-island[ssr]").count()).toBe(0);
  await picker.setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from("α") });
  await expect.poll(() => zh.said.textContent()).toBe(zh.words.problems["not-json"]);
  await picker.setInputFiles(path);
  await expect.poll(() => zh.said.textContent()).toBe(zh.words.imported(1, 0, 1, 0));
  await expect.poll(() => mark(page, "03-two-servers")).toBe("4 个实验完成 1 个");
});

test("a second tab follows, and a lesson whose experiments are all met is done", async () => {
  const page = await world.open("/progress/");
  const mine = progressPage(page);
  await expect.poll(() => mine.summary.textContent()).toMatch(/^0 of /);
  const other = await world.open("/glossary/", { tabOf: page });
  await other.evaluate(() => {
    for (const step of ["broadcast", "other-way", "ask-room", "reconnect"]) {
      const kept = { predicted: ["α"], results: [["α", { got: "heard", ms: 1 }]], passed: true };
      localStorage.setItem(`crosstalk:1:experiment:/03-two-servers#${step}`, JSON.stringify(kept));
    }
  });
  await expect
    .poll(() => mine.summary.textContent())
    .toMatch(/^4 of \d+ experiments reached their goal, 1 of 18 lessons done/);
  expect(await mark(page, "03-two-servers")).toBe("done");
});
