// What the instructor says and shows takes its own place on a learner's page: it covers neither the question nor the lab.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { instructor } from "../../class/people.ts";
import type { BrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";
import { bar, joined, openClass, withinMs, words } from "./open-class.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openClass();
});
afterAll(() => world?.close());

const place = { lesson: "03-two-servers", experiment: "broadcast" };
const experiment = "03-two-servers#broadcast";

/** What of the page's text, question or lab is under a card. In the page. */
function coveredByCards(): string[] {
  const cards = [...document.querySelectorAll(".cards > *")].map((card) => card.getBoundingClientRect());
  const things = [
    ...document.querySelectorAll("section.experiment h3, section.experiment .tools, .stage, .column"),
  ];
  return things.flatMap((thing) => {
    const { left, top, right, bottom } = thing.getBoundingClientRect();
    // What was scrolled away is behind the header as well.
    const start = Math.max(
      top,
      Number.parseFloat(getComputedStyle(document.querySelector(".frame") ?? thing).paddingTop),
    );
    const isUnder = cards.some(
      (card) =>
        Math.min(card.right, right) - Math.max(card.left, left) > 1 &&
        Math.min(card.bottom, bottom) - Math.max(card.top, start) > 1,
    );
    return isUnder ? [thing.className || thing.tagName] : [];
  });
}

/** How much of the window is left below the cards. */
const left = (page: Page) =>
  page.evaluate(() => {
    const cards = document.querySelector(".cards")?.getBoundingClientRect();
    return 1 - (cards?.bottom ?? 0) / innerHeight;
  });

test.each([390, 820, 1440])("no card covers anything at %i px", async (width) => {
  const teacher = await instructor(world.url);
  const page = await world.open("/03-two-servers/", {
    ...joined(world.url, "Ida"),
    viewport: { width, height: width === 390 ? 844 : 900 },
  });
  await learner(page).experiment("broadcast").predicts("α");
  await bar(page).getByText("Ida").first().waitFor({ timeout: withinMs });
  await teacher.ask("lead", place);
  await teacher.ask("note", "Back at 10:45. ".repeat(20));
  await teacher.ask("timer", { kind: "predict", seconds: 600, until: null });
  await teacher.ask("voteAgain", experiment);
  const vote = page.getByRole("complementary", { name: words.bar.again.title });
  await vote.waitFor();
  await vote.getByRole("button", { name: words.bar.again.go }).click();
  await expect.poll(() => page.evaluate(coveredByCards)).toEqual([]);
  expect(await left(page)).toBeGreaterThan(0.4);
  const question = page.locator("section.experiment h3").first();
  await expect
    .poll(() =>
      question.evaluate((one) => {
        const { left, top, height } = one.getBoundingClientRect();
        const hit = document.elementFromPoint(left + 5, top + height - 5);
        return one.contains(hit);
      }),
    )
    .toBe(true);

  await teacher.ask("reveal", experiment);
  const shown = page.getByRole("complementary", { name: words.histogram.title });
  await shown.getByText(/^first vote/).waitFor();
  await expect.poll(() => page.evaluate(coveredByCards)).toEqual([]);
  for (const [event, nothing] of [
    ["note", null],
    ["lead", null],
    ["reveal", null],
    ["timer", null],
  ] as const)
    await teacher.ask(event, nothing);
  await expect
    .poll(() =>
      page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--ct-class-cards")),
    )
    .toBe("0px");
});

test("the card of the room's predictions names its question, on its page and on every other", async () => {
  const teacher = await instructor(world.url);
  const here = await world.open("/10-when-redis-goes-away/", joined(world.url, "Jo"));
  const elsewhere = await world.open("/01-one-server/", joined(world.url, "Kim"));
  const heading = here.locator("section.experiment h3").first();
  const id = await here.locator("section.experiment").first().getAttribute("id");
  const whole = ((await heading.textContent()) ?? "").replace(/\s+/g, " ").trim();
  const number = ((await heading.locator("span").first().textContent()) ?? "").trim();
  const question = whole.slice(number.length).trim();
  expect(question.length).toBeGreaterThan(20);
  await teacher.ask("reveal", `10-when-redis-goes-away#${id}`);
  for (const page of [here, elsewhere]) {
    const card = page.getByRole("complementary", { name: words.histogram.title });
    await card.getByText(question).waitFor({ timeout: withinMs });
  }
  await teacher.ask("reveal", null);
});
