// A class: learners join; their instructor sees where they are, leads, asks, looks and helps, and nobody else can.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stepsOf } from "../../lessons/read.ts";
import { labWords } from "../../words.ts";
import { type BrowserWorld, endedMeanwhile, labOf } from "../browser.ts";
import { learner } from "../learner.ts";
import {
  bar,
  joined,
  openClass,
  openInstructor,
  overflowsSideways,
  row,
  tab,
  withinMs,
  words,
} from "./open-class.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openClass();
});
afterAll(() => world?.close());

describe("a learner", () => {
  test("joins with a name, is remembered, and is on the roster with lesson, predictions and checks", async () => {
    const instructorPage = await openInstructor(world);
    const page = await world.open("/join/");
    await page.getByRole("button", { name: words.join.button, exact: true }).click();
    await page.getByText(words.join.empty).waitFor();
    await page.getByLabel(words.join.name).fill("Ada");
    await page.getByRole("button", { name: words.join.button, exact: true }).click();
    await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();
    await row(instructorPage, "Ada").getByText(words.instructor.roster.nowhere).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Hello, Ada" }).waitFor();

    await page.getByRole("link", { name: words.join.begin }).click();
    await page.waitForURL("**/01-one-server/");
    const me = learner(page);
    await me.arrives();
    await bar(page).getByText("Ada").waitFor();
    await page.goto(new URL("/03-two-servers/#broadcast", world.url).href);
    await me.arrives();
    const step = me.experiment("broadcast");
    await step.predicts("α");
    await step.run.click();
    await step.ends();

    await row(instructorPage, "Ada").getByText("03 · 1").waitFor({ timeout: withinMs });
    await expect
      .poll(() => row(instructorPage, "Ada").getByRole("cell").allTextContents())
      .toContain(`1/${stepsOf("lessons").length}`);
    await tab(instructorPage, "predictions").click();
    await instructorPage.getByText(words.histogram.of(1)).waitFor();
  });

  test("follows to a lesson, can stop following, and then stays where it is", async () => {
    const instructorPage = await openInstructor(world);
    const page = await world.open("/02-what-a-server-knows/", joined(world.url, "Bob"));
    await bar(page).getByText("Bob").waitFor({ timeout: withinMs });
    await instructorPage
      .getByLabel(words.instructor.lead.lesson, { exact: true })
      .selectOption("05-redis-in-five-minutes");
    await instructorPage.getByRole("button", { name: words.instructor.lead.start }).click();
    await page.waitForURL("**/05-redis-in-five-minutes/");
    await bar(page).getByRole("button", { name: words.bar.leave }).click();
    await row(instructorPage, "Bob").getByText(words.instructor.roster.away).waitFor();

    await instructorPage
      .getByLabel(words.instructor.lead.lesson, { exact: true })
      .selectOption("06-a-bridge-by-hand");
    await instructorPage.getByRole("button", { name: words.instructor.lead.start }).click();
    await bar(page).getByText(words.bar.led("06")).waitFor();
    expect(new URL(page.url()).pathname).toBe("/05-redis-in-five-minutes/");
    await bar(page).getByRole("button", { name: words.bar.follow }).click();
    await page.waitForURL("**/06-a-bridge-by-hand/");
    await instructorPage.getByRole("button", { name: words.instructor.lead.stop }).click();
    await bar(page).getByText(words.bar.following).waitFor({ state: "detached" });
  });
});

describe("a learner’s page", () => {
  test("sees the note and the histogram once, and closes them for good", async () => {
    const instructorPage = await openInstructor(world);
    const page = await world.open("/03-two-servers/", joined(world.url, "Cem"));
    const step = learner(page).experiment("other-way");
    await step.predicts();
    await instructorPage.getByLabel(words.instructor.lead.note).fill("Back at <b>10:45</b>");
    await instructorPage.getByRole("button", { name: words.instructor.lead.send }).click();
    const note = page.getByRole("complementary", { name: words.bar.note });
    await note.getByText("Back at <b>10:45</b>").waitFor();
    await note.getByRole("button", { name: words.bar.dismiss }).click();
    await note.waitFor({ state: "detached" });

    await tab(instructorPage, "predictions").click();
    await instructorPage
      .getByLabel(words.instructor.lead.lesson, { exact: true })
      .selectOption("03-two-servers");
    await instructorPage.getByLabel(words.instructor.lead.step, { exact: true }).selectOption("other-way");
    await instructorPage.getByRole("button", { name: words.instructor.predictions.reveal }).click();
    const histogram = page.getByRole("complementary", { name: words.histogram.title });
    await histogram.getByText(words.histogram.nobody).waitFor();
    await page.reload();
    await histogram.waitFor({ timeout: withinMs });
    expect(await note.count()).toBe(0);
    await instructorPage.getByRole("button", { name: words.instructor.predictions.hide }).click();
    await histogram.waitFor({ state: "detached" });
  });

  test("gets a new lab after a reset, and after a removal sees why and can join again", async () => {
    // Both may ask for the lab after it has ended.
    const allowed = endedMeanwhile;
    const instructorPage = await openInstructor(world, { allowed });
    const page = await world.open("/03-two-servers/", { ...joined(world.url, "Dee"), allowed });
    const me = learner(page);
    await me.arrives();
    const before = await labOf(page);
    await instructorPage.getByRole("button", { name: words.instructor.roster.viewLab("Dee") }).click();
    const say = words.instructor.learnerLab;
    await instructorPage.getByRole("button", { name: say.reset }).click();
    await instructorPage.getByRole("button", { name: say.yes, exact: true }).click();
    await page.getByText(words.bar.reset).waitFor();
    await expect.poll(async () => (await labOf(page)).id, { timeout: withinMs }).not.toBe(before.id);
    await me.arrives();

    await instructorPage.getByRole("button", { name: say.remove }).click();
    await instructorPage.getByRole("button", { name: say.yes, exact: true }).click();
    await bar(page).getByText(words.bar.removed).waitFor();
    await expect.poll(() => row(instructorPage, "Dee").count()).toBe(0);
    await bar(page).getByRole("link", { name: words.bar.joinAgain }).click();
    await expect.poll(() => page.getByLabel(words.join.name).inputValue()).toBe("Dee");
  });
});

describe("an instructor", () => {
  test("without the right key sees nobody, and reads where to find the key", async () => {
    const page = await world.open("/instructor/");
    await page.getByText(words.instructor.key.ask).waitFor();
    await page.getByLabel(words.instructor.key.label).fill("not-the-key-of-this-workshop");
    await page.getByRole("button", { name: words.instructor.key.use }).click();
    await page.getByText(words.instructor.key.wrong).waitFor();
    expect(await page.getByRole("table").count()).toBe(0);
  });

  test("hides the key at once, and still has it on the next visit", async () => {
    const page = await openInstructor(world);
    expect(page.url()).not.toContain("key");
    await page.reload();
    await page.getByText(/\d+ here, \d+ joined/).waitFor({ timeout: withinMs });
  });

  test("sees what another instructor does", async () => {
    const [one, two] = [await openInstructor(world), await openInstructor(world)];
    await one.getByLabel(words.instructor.lead.note).fill("from the first instructor");
    await one.getByRole("button", { name: words.instructor.lead.send }).click();
    await expect
      .poll(() => two.getByLabel(words.instructor.lead.note).inputValue())
      .toBe("from the first instructor");
    await two.getByRole("button", { name: words.instructor.lead.take }).click();
    await one.getByRole("button", { name: words.instructor.lead.take }).waitFor({ state: "detached" });
  });

  test("watches a lab without being able to change it, until its learner allows help", async () => {
    // The lab may end before the page that watches it.
    const instructorPage = await openInstructor(world, { allowed: endedMeanwhile });
    const page = await world.open("/07-the-adapter/", joined(world.url, "Eve"));
    const me = learner(page);
    await me.arrives();
    await instructorPage.getByRole("button", { name: words.instructor.roster.viewLab("Eve") }).click();
    await instructorPage.getByText(words.instructor.learnerLab.readOnly).waitFor();
    const adapter = instructorPage.getByRole("switch", { name: labWords.en.adapter.name("a") });
    await adapter.waitFor({ timeout: withinMs });
    expect(await adapter.isDisabled()).toBe(true);
    await me.send("α", "seen by the instructor");
    await instructorPage
      .getByRole("tabpanel")
      .getByText("seen by the instructor")
      .first()
      .waitFor({ timeout: withinMs });

    await page.getByRole("switch", { name: words.bar.help }).check();
    await instructorPage.getByText(words.instructor.learnerLab.mayHelp).waitFor();
    await expect.poll(() => adapter.isEnabled(), { timeout: withinMs }).toBe(true);
    await adapter.click();
    await me.adapterIs("a", true);
  });

  test("saves the record as a file", async () => {
    const page = await openInstructor(world);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: words.instructor.csv, exact: true }).click();
    expect((await download).suggestedFilename()).toMatch(/^crosstalk-workshop-[\d-]+\.csv$/);
  });
});

test("with a learner’s own key changes neither another’s lab nor the room", async () => {
  const page = await world.open("/03-two-servers/", { ...joined(world.url, "Mal"), allowed: /40[13]/ });
  await learner(page).arrives();
  const other = await world.openLab();
  const answers = await page.evaluate(async (id) => {
    const { key } = JSON.parse(localStorage.getItem("crosstalk:1:workshop") ?? "{}") as { key: string };
    const { token } = JSON.parse(localStorage.getItem("crosstalk:1:lab") ?? "{}") as { token: string };
    const ask = (path: string, method: string, secret: string) =>
      fetch(path, {
        method,
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        ...(method === "PATCH" ? { body: '{"link":"adapter"}' } : {}),
      }).then(({ status }) => status);
    return Promise.all([
      ask(`/api/labs/${id}/servers/a`, "PATCH", key),
      ask(`/api/labs/${id}/servers/a`, "PATCH", token),
      ask("/api/workshop/record.json", "GET", key),
    ]);
  }, other.id);
  expect(answers.every((status) => status === 401 || status === 403)).toBe(true);
});

test("names of every kind are shown as text, and push nothing out of place", async () => {
  const names = ["<img src=x onerror=alert(1)>", "سارة محمد", "👩‍🚀🏳️‍🌈 Mae", "W".repeat(40)];
  const shown = ["<img src=x onerror=alert", "سارة محمد", "👩‍🚀🏳️‍🌈 Mae", "W".repeat(24)];
  const instructorPage = await openInstructor(world, { viewport: { width: 390, height: 844 } });
  for (const [index, name] of names.entries()) {
    const page = await world.open("/join/", {
      ...joined(world.url, name),
      viewport: { width: 320, height: 568 },
    });
    await page.getByRole("heading", { name: shown[index] ?? "" }).waitFor({ timeout: withinMs });
    expect(await overflowsSideways(page)).toBe(false);
    await row(instructorPage, shown[index] ?? "").waitFor();
  }
  expect(await instructorPage.locator("img").count()).toBe(0);
  expect(await overflowsSideways(instructorPage)).toBe(false);
});

test("a reader who hasn't joined a class pays nothing for it", async () => {
  const page = await world.open("/404");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(new URL("/03-two-servers/", world.url).href);
  await learner(page).arrives();
  expect(asked.length).toBeGreaterThan(5);
  expect(asked.filter((path) => /workshop|\/start\./.test(path))).toEqual([]);
  expect(await page.getByRole("region", { name: words.bar.label, exact: true }).count()).toBe(0);
});
