// A learner's signal: given on the class bar, seen by the instructor and on the wall, and ended in each way there is.
import { afterAll, beforeAll, expect, test } from "vitest";
import { instructor } from "../../class/people.ts";
import type { BrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";
import {
  bar,
  joined,
  openClass,
  openInstructor,
  overflowsSideways,
  row,
  withinMs,
  words,
} from "./open-class.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openClass();
}, 90_000);
afterAll(() => world?.close());

test("a signal goes from one press to the instructor and the wall, and ends with an answer, a second press or the next step", async () => {
  const [instructorPage, wall] = [await openInstructor(world), await world.open("/projector/")];
  const page = await world.open("/03-two-servers/", joined(world.url, "Ivo"));
  const press = (name: string) => bar(page).getByRole("button", { name, exact: true });
  const { kinds, asked, answered, yours, onWall, answerTo } = words.signals;
  const counts = wall.getByRole("list", { name: onWall });
  const ivo = row(instructorPage, "Ivo");

  await press(kinds.stuck).click();
  await ivo.getByText(kinds.stuck).waitFor({ timeout: withinMs });
  await press(kinds.stuck).click();
  await ivo.getByText(kinds.stuck).waitFor({ state: "detached" });

  await press(kinds.question).click();
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(barCovers)).toBe(false);
  expect(await overflowsSideways(page)).toBe(false);
  await bar(page).getByLabel(yours).fill("Why <b>β</b>?");
  await bar(page).getByLabel(yours).press("Enter");
  await press(asked).waitFor();
  await instructorPage.getByText("Why <b>β</b>?").waitFor();
  await counts.getByText(/1\s+question/).waitFor();
  await instructorPage.getByRole("button", { name: answerTo("Ivo") }).click();
  await press(answered).waitFor();
  expect(await bar(page).getByLabel(yours).count()).toBe(0);
  await counts.waitFor({ state: "detached" });

  await press(kinds.done).click();
  await ivo.getByText(kinds.done).waitFor();
  await learner(page).experiment("other-way").predicts();
  await ivo.getByText(kinds.done).waitFor({ state: "detached" });
  expect(await press(kinds.done).getAttribute("aria-pressed")).toBe("false");
});

test("on a phone, what the class bar has to say fits next to each other", async () => {
  const teacher = await instructor(world.url);
  await teacher.ask("lead", { lesson: "02-what-a-server-knows", experiment: null });
  await teacher.ask("timer", { kind: "break", seconds: 3700, until: "10:45" });
  const page = await world.open("/03-two-servers/", {
    ...joined(world.url, "Maximilian Example"),
    viewport: { width: 390, height: 844 },
  });
  await page.waitForURL("**/02-what-a-server-knows/");
  await page.goto(new URL("/03-two-servers/", world.url).href);
  await bar(page).getByRole("button", { name: words.bar.go }).waitFor({ timeout: withinMs });
  await bar(page)
    .getByRole("timer")
    .getByText(/^1:0\d:\d\d$/)
    .waitFor();
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    expect(await page.evaluate(barOverlaps), `${width} px`).toEqual([]);
    expect(await page.evaluate(barCovers), `${width} px`).toBe(false);
  }
});

/** In a page: what in the class bar overlaps something else there, or the bar's end. */
function barOverlaps(): string[] {
  const bar = document.querySelector("section.bar");
  const frame = document.querySelectorAll("header :is(.title-wrapper, .site-title, .open, button)");
  const parts = [...frame, ...(bar?.querySelectorAll("button, label, .dot, .countdown strong") ?? [])].filter(
    (part) => part.checkVisibility(),
  );
  const boxes = parts.map((part) => ({ part, box: part.getBoundingClientRect() }));
  const isOn = (one: DOMRect, two: DOMRect) =>
    one.left < two.right - 1 &&
    two.left < one.right - 1 &&
    one.top < two.bottom - 1 &&
    two.top < one.bottom - 1;
  return boxes
    .filter(
      ({ box }, index) => box.right > innerWidth || boxes.slice(0, index).some((two) => isOn(box, two.box)),
    )
    .map(({ part }) => part.textContent?.trim() ?? "");
}

/** In a page at its top: whether the class bar hides part of itself or covers the beginning of the page. */
function barCovers(): boolean {
  scrollTo(0, 0);
  const element = document.querySelector("section.bar");
  const main = document.querySelector("main");
  if (!element || !main) return true;
  const isCut = element.scrollHeight > element.clientHeight;
  return isCut || main.getBoundingClientRect().top < element.getBoundingClientRect().bottom - 1;
}
