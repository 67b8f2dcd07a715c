// Routes in the browser: chosen on the first page, followed by the list of lessons, "next" and the progress page, led by an
// instructor, and ended by a page that says what was right, wrong and why.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { shellWords } from "../../../site/layout/words/all.ts";
import { progressWords } from "../../../site/progress/words/all.ts";
import { labWords } from "../../words.ts";
import { type BrowserWorld, openBrowserWorld } from "../browser.ts";
import { openClass, openInstructor, words as workshop } from "../class/open-class.ts";
import { learner } from "../learner.ts";
import { violations } from "../violations.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld();
});
afterAll(() => world?.close());

const { routes } = shellWords.en;
const say = progressWords.en.finish;

/** The numbers of the lessons that the list shows. */
const listed = (page: Page) =>
  page
    .locator("#ct-menu .number")
    .evaluateAll((numbers) => numbers.filter((one) => one.checkVisibility()).map((one) => one.textContent));
const essentials = ["03", "05", "07", "09", "10"];

describe("the essentials", () => {
  test("are chosen on the first page, and the list and “next” follow them through a reload", async () => {
    const page = await world.open("/");
    await page.getByRole("link", { name: routes.names["forty-five"] }).click();
    await page.getByRole("heading", { level: 1, name: "Two servers", exact: true }).waitFor();
    expect(await listed(page)).toEqual(essentials);
    await page.reload();
    expect(await listed(page)).toEqual(essentials);
    const next = page.locator("a[rel=next]:visible");
    expect(await next.getAttribute("href")).toBe("/05-redis-in-five-minutes/");
    await page.goto(new URL("/05-redis-in-five-minutes/", world.url).href);
    expect(await page.locator("ct-only", { hasText: "shows the adapter that does it" }).isVisible()).toBe(
      true,
    );
    expect(await page.locator("ct-only", { hasText: "builds a bridge from that" }).isVisible()).toBe(false);
    await page.goto(new URL("/10-when-redis-goes-away/", world.url).href);
    expect(await page.locator("section.experiment:visible").count()).toBe(5);
    expect(await next.getAttribute("href")).toBe("/finish/");
  });

  test("are what the progress page counts, until another route is chosen in the list", async () => {
    const page = await world.open("/progress/");
    const headings = () => page.locator("main section h2:has(.number) a").allTextContents();
    const choice = page.getByRole("combobox", { name: routes.label });
    await choice.selectOption({ label: routes.names["forty-five"] });
    await expect.poll(headings).toHaveLength(essentials.length);
    await choice.selectOption({ label: routes.names.whole });
    await expect.poll(headings).toHaveLength(18);
    expect(await listed(page)).toHaveLength(18);
  });

  test("lead an instructor through those lessons only", async () => {
    const room = await openClass();
    try {
      const instructorPage = await openInstructor(room);
      const { lead } = workshop.instructor;
      await instructorPage.getByLabel(lead.route).selectOption({ label: routes.names["forty-five"] });
      const options = await instructorPage
        .getByLabel(lead.lesson, { exact: true })
        .locator("option")
        .allTextContents();
      expect(options.map((text) => text.slice(0, 2))).toEqual(essentials);
      await instructorPage.getByLabel(lead.lesson, { exact: true }).selectOption("10-when-redis-goes-away");
      const steps = await instructorPage.getByLabel(lead.step, { exact: true }).locator("option").count();
      expect(steps).toBe(1 + 6); // one of them is folded on the page
    } finally {
      await room.close();
    }
  });
});

test("without JavaScript every page is the whole course's", async () => {
  const page = await world.open("/05-redis-in-five-minutes/", { javaScriptEnabled: false });
  expect(await page.locator("ct-only", { hasText: "builds a bridge from that" }).isVisible()).toBe(true);
  expect(await page.locator("ct-only", { hasText: "shows the adapter that does it" }).isVisible()).toBe(
    false,
  );
  expect(await page.locator("a[rel=next]:visible").getAttribute("href")).toBe("/06-a-bridge-by-hand/");
});

describe("the short answer", () => {
  test.each(["en", "zh-cn"] as const)(
    "has a lab, a server to copy and to download, and an end: %s",
    async (locale) => {
      const page = await world.open(locale === "en" ? "/ten-minutes/" : "/zh-cn/ten-minutes/");
      const me = learner(page, locale);
      await me.arrives();
      expect(await page.locator("section.experiment").count()).toBe(5);
      const source = page.locator('.source[data-file="examples/two-servers/server.js"]');
      expect(await source.locator(".copy button").count()).toBe(1);
      expect(await source.locator("pre").textContent()).toContain("createAdapter(publisher, subscriber)");
      const download = page.getByRole("link", { name: /two-servers\.zip/ });
      const answer = await page.request.get(
        new URL((await download.getAttribute("href")) ?? "", world.url).href,
      );
      expect(answer.headers()["content-type"]).toBe("application/zip");
      expect((await answer.body()).subarray(0, 4).toString("latin1")).toBe("PK\u0003\u0004");
      expect(await page.locator("a[rel=next]:visible").getAttribute("href")).toMatch(/\/finish\/$/);
      expect(await violations(page)).toEqual([]);
    },
  );
});

describe("the end of a route", () => {
  const silent = {
    got: "nothing",
    reason: { why: "sender-unlinked", server: "a", other: "b", bothOff: true },
  } as const;
  const heard = { got: "heard", ms: 3 } as const;
  const kept = {
    route: "ten",
    "experiment:/ten-minutes#silence": {
      predicted: ["α", "β"],
      results: [
        ["α", heard],
        ["β", silent],
      ],
    },
    "experiment:/ten-minutes#both": {
      predicted: ["α", "β"],
      results: [
        ["α", heard],
        ["β", heard],
      ],
    },
    "experiment:/ten-minutes#late": {
      predicted: [],
      results: [["α", { got: "nothing", reason: { why: "made-up" } }]],
    },
  };
  const storageState = () => ({
    cookies: [],
    origins: [
      {
        origin: new URL(world.url).origin,
        localStorage: Object.entries(kept).map(([name, value]) => ({
          name: `crosstalk:1:${name}`,
          value: JSON.stringify(value),
        })),
      },
    ],
  });

  test("says what was predicted right, wrong and why, on screen and on paper", async () => {
    const page = await world.open("/finish/", { storageState: storageState() });
    const wrong = page.getByRole("region", { name: say.wrongTitle });
    await wrong.waitFor();
    expect(await page.locator(".counts").textContent()).toMatch(/2 right.*1 wrong/s);
    expect(await wrong.textContent()).toContain(say.silent("β", labWords.en.why(silent.reason, true)));
    expect(await page.getByRole("region", { name: say.openTitle }).getByRole("listitem").count()).toBe(2);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("link", { name: routes.names["forty-five"] }).hover();

    await page.emulateMedia({ media: "print" });
    expect(await wrong.isVisible()).toBe(true);
    expect(await page.getByRole("button", { name: say.print }).isVisible()).toBe(false);
    expect(await page.locator("#ct-menu").isVisible()).toBe(false);
  });

  test("leads to where one begins when nothing was predicted, in Chinese and in the dark too", async () => {
    const page = await world.open("/zh-cn/finish/", { colorScheme: "dark" });
    const open = page.getByRole("region", { name: progressWords["zh-cn"].finish.none });
    const first = open.getByRole("link");
    expect(await first.getAttribute("href")).toMatch(/^\/zh-cn\/01-one-server\/#/);
    expect(await first.textContent()).not.toContain("`");
    expect(await violations(page)).toEqual([]);
  });
});
