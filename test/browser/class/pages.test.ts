// What the pages of a class cost on weak Wi-Fi, and that axe finds no violations on them.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shellWords } from "../../../site/layout/words/all.ts";
import { instructor, learner as member } from "../../class/people.ts";
import { type BrowserWorld, forbidStorage } from "../browser.ts";
import { violations } from "../violations.ts";
import { joined, openClass, openInstructor, tab, withinMs, words } from "./open-class.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openClass();
});
afterAll(() => world?.close());

const maxBytes = 50_000;

/** Counts the bytes on the wire from now on, headers included. */
async function countBytes(page: Page): Promise<() => number> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  let sum = 0;
  cdp.on("Network.loadingFinished", ({ encodedDataLength }) => {
    sum += encodedDataLength;
  });
  return () => sum;
}

test.each(["/join/", "/phone/", "/zh-cn/join/", "/zh-cn/phone/"])(
  "%s costs at most 50 kB over the wire, everything included",
  async (path) => {
    const page = await world.open("/robots.txt", joined(world.url, "Ada"));
    const bytes = await countBytes(page);
    await page.goto(new URL(path, world.url).href);
    await page.getByText("Ada").first().waitFor({ timeout: withinMs });
    expect(bytes()).toBeGreaterThan(5_000);
    expect(bytes()).toBeLessThanOrEqual(maxBytes);
  },
);

test("a browser that forbids storage joins, learns what that means, and keeps its place in its tab", async () => {
  const page = await world.open("/robots.txt");
  await forbidStorage(page);
  await page.goto(new URL("/join/", world.url).href);
  await page.getByText(shellWords.en.forgets).waitFor();
  await page.getByLabel(words.join.name).fill("Mia");
  await page.getByRole("button", { name: words.join.button, exact: true }).click();
  await page.getByText(words.join.joined).waitFor({ timeout: withinMs });
  await page.goto(new URL("/cheat-sheet/", world.url).href);
  await page.getByText("Mia").first().waitFor({ timeout: withinMs });
  expect(await page.getByText(shellWords.en.forgets).isVisible()).toBe(true);
});

test.each(["light", "dark"] as const)(
  "axe finds no violations in a class in the %s theme",
  async (colorScheme) => {
    const [ada] = await Promise.all([member(world.url, "Ada"), member(world.url, "سارة")]);
    ada.say("progress", {
      at: { lesson: "03-two-servers", experiment: "broadcast" },
      done: { "03-two-servers#broadcast": { predicted: ["α"], passed: true, agoMs: 1_000_000 } },
    });
    const signal = { id: "0".repeat(32), kind: "question", text: "Why?", at: null, agoMs: 0, end: null };
    ada.say("signals", [signal]);
    const teacher = await instructor(world.url);
    await teacher.ask("note", "Back at 10:45");
    await teacher.ask("lead", { lesson: "03-two-servers", experiment: "broadcast" });
    await teacher.ask("reveal", "03-two-servers#broadcast");

    const open = (path: string) => world.open(path, { colorScheme, ...joined(world.url, "Ben") });
    const join = await world.open("/join/", { colorScheme });
    await join.getByLabel(words.join.name).waitFor();
    expect(await violations(join)).toEqual([]);
    const lesson = await open("/03-two-servers/");
    await lesson.getByRole("complementary", { name: words.bar.note }).waitFor({ timeout: withinMs });
    expect(await violations(lesson)).toEqual([]);
    const wall = await world.open("/projector/", { colorScheme });
    await wall.getByText("Back at 10:45").waitFor();
    expect(await violations(wall)).toEqual([]);

    const instructorPage = await openInstructor(world, { colorScheme });
    for (const name of ["lead", "predictions", "notes", "shared"] as const) {
      await tab(instructorPage, name).click();
      expect(await violations(instructorPage)).toEqual([]);
    }
    await instructorPage.getByRole("button", { name: words.instructor.shared.open }).click();
    const phone = await open("/phone/");
    await phone.getByRole("button", { name: words.phone.send }).click({ timeout: withinMs });
    await phone.getByText(words.phone.heard, { exact: true }).waitFor();
    expect(await violations(phone)).toEqual([]);
    await instructorPage.getByText(words.crowd.all(2)).waitFor();
    expect(await violations(instructorPage)).toEqual([]);
    expect(await violations(wall)).toEqual([]);
    for (const event of ["note", "lead", "reveal"]) await teacher.ask(event, null);
    await teacher.ask("unshare");
  },
  180_000,
);
