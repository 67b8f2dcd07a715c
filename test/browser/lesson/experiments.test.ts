// Experiments: predict, run, compare, explain. Each experiment in a lesson, run by its button, meets its check.
import { readFileSync } from "node:fs";
import type { Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Locale } from "../../../site/locale.ts";
import { type BrowserWorld, endedMeanwhile, labOf, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld("embedded", { capacity: 20 });
});
afterAll(() => world?.close());

/** The ids of a lesson's experiments, in order. */
function experimentsOf(lesson: string): string[] {
  const text = readFileSync(new URL(`../../../lessons/${lesson}.mdx`, import.meta.url), "utf8");
  return [...text.matchAll(/<Experiment\s+id="([^"]+)"/g)].map(([, id = ""]) => id);
}

const lessons: { lesson: string; locale: Locale; path: string }[] = [
  { lesson: "01-one-server", locale: "en", path: "/01-one-server/" },
  { lesson: "03-two-servers", locale: "en", path: "/03-two-servers/" },
  { lesson: "07-the-adapter", locale: "en", path: "/07-the-adapter/" },
  { lesson: "03-two-servers", locale: "zh-cn", path: "/zh-cn/03-two-servers/" },
];

describe("every experiment, run by its button, meets its check", () => {
  test.each(lessons)("$path", async ({ lesson, locale, path }) => {
    const me = learner(await world.open(path), locale);
    await me.arrives();
    const say = me.words.experiment;
    const ids = experimentsOf(lesson);
    expect(ids.length).toBeGreaterThan(2);
    for (const id of ids) {
      const step = me.experiment(id);
      await step.waitUntilLive();
      await step.setUp.click();
      await step.hint.getByText(say.ready).waitFor();
      await step.answers();
      await step.run.click();
      expect(await step.ends(), id).toContain(say.happened);
      await expect.poll(() => step.comparison.locator(".failed").count(), { message: id }).toBe(0);
      expect(await step.explanation.isVisible(), id).toBe(true);
    }
  });
});

test("clients behind the balancer are gone once a step needs other clients", async () => {
  const me = learner(await world.open("/09-sticky-sessions/", { allowed: endedMeanwhile }));
  const faces = () => me.page.locator(".picture .face").allTextContents();
  await expect.poll(faces).toHaveLength(3);
  for (const [id, there] of [
    ["sticky", ["α", "β", "γ"]],
    ["websocket-only", ["α", "β", "γ"]],
    ["sticky", ["α", "β", "γ"]],
    ["sticky-alone", ["α", "β"]],
  ] as const) {
    const step = me.experiment(id);
    await step.waitUntilLive();
    await step.setUp.click();
    await step.hint.getByText(me.words.experiment.ready).waitFor();
    await expect.poll(async () => (await faces()).toSorted(), { message: id }).toEqual(there);
  }
});

test("each question is answered in its own way, and a wrong answer says why", async () => {
  const me = learner(await world.open("/03-two-servers/"));
  await me.arrives();
  const step = me.experiment("ask-room");
  await step.waitUntilLive();
  await step.run.click();
  await step.hint.getByText(me.words.experiment.chooseFirst).waitFor();
  await step.section.getByRole("radio", { name: "β", exact: false }).check();
  await step.run.click();
  expect(await step.ends()).toMatch(/you said ✕ \["β"\] happened \[\], as a success .*nothing has told B/);
  expect(await step.comparison.locator(".verdict.wrong").count()).toBe(1);
  await step.again.click();
  await step.section.getByRole("radio", { name: "as a success", exact: false }).check();
  await step.run.click();
  expect(await step.ends()).toMatch(/You called it\.$/);
  expect(await step.comparison.locator(".verdict.right").count()).toBe(1);
});

describe("an experiment", () => {
  test("asks for a prediction first, and runs without one only when told to", async () => {
    const me = learner(await world.open("/03-two-servers/"));
    await me.arrives();
    await me.tab("matrix").click();
    const step = me.experiment("broadcast");
    await step.waitUntilLive();
    await step.run.click();
    await step.hint.getByText(me.words.experiment.predictFirst).waitFor();
    expect(await step.choice("α").evaluate((box) => box === document.activeElement)).toBe(true);
    // If it had run, its message would come before this one.
    await me.send("β", "fence");
    await me.sees("fence", [/didn’t/, /heard it/]);
    expect(await me.matrix()).toHaveLength(1);

    await step.skip.click();
    expect(await step.ends()).toContain(me.words.experiment.noPrediction);
    expect(await me.matrix()).toHaveLength(2);
  });

  test("counts what is typed by hand, and says what is missing if the check isn't met", async () => {
    const me = learner(await world.open("/01-one-server/"));
    await me.arrives();
    const broadcast = me.experiment("broadcast");
    await broadcast.predicts("β");
    await me.types("α", "a", "send hi");
    expect(await broadcast.ends()).toMatch(
      /α hears nothing heard, .* wrong β hears it heard, .* right Not what/,
    );

    const polling = me.experiment("polling");
    await polling.predicts("α", "β");
    await me.types("α", "a", "send hi");
    expect(await polling.ends()).toContain(
      "Got: the sender connected with websocket. Expected: the sender connected with long-polling.",
    );
  });

  test("runs however long a client has been refused: its attempts don't use up the browser's connections", async () => {
    const page = await world.open("/09-sticky-sessions/", { allowed: /400/ });
    const waiting = new Set<Request>();
    page.on("request", (request) => request.url().includes("browser=") && waiting.add(request));
    page.on("requestfinished", (request) => waiting.delete(request));
    page.on("requestfailed", (request) => waiting.delete(request));
    // A browser opens six connections per address. By then each could hold a request that waits for 25 s.
    for (let refused = 0; refused < 16; refused += 1) {
      await page.waitForResponse((answer) => answer.status() === 400);
    }
    expect(waiting.size).toBeLessThan(4);
    const step = learner(page).experiment("round-robin");
    await step.predicts("α", "β");
    await step.run.click();
    expect(await step.ends()).toContain("You called it.");
  });

  test("is set up again by a click, whatever state the lab is in", async () => {
    const page = await world.open("/07-the-adapter/", { allowed: endedMeanwhile });
    const me = learner(page);
    await me.arrives();
    await me.tab("matrix").click();
    const step = me.experiment("both");
    await step.waitUntilLive();
    const { id, token } = await labOf(page);
    const change = async (method: string, path: string, body?: unknown) =>
      expect(await world.call(method, `/api/labs/${id}${path}`, { token, body })).toMatchObject({
        status: 200,
      });

    await change("PATCH", "/servers/a", { link: "adapter" });
    await change("PATCH", "/cables/a", { state: "blackhole", delayMs: 200 });
    await me.send("α", "lost");
    await me.sees("lost", [/α heard it/, /β should have heard it but didn’t/]);
    await change("POST", "/servers/b/kill");
    await me.stage.getByText(me.words.states.stopped).first().waitFor();
    await me.stage.getByText(me.words.cables.blackhole).first().waitFor();
    // By then β waits long between its attempts.
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await page.waitForResponse((answer) => answer.status() === 409 && answer.url().includes("/b/"));
    }

    await step.setUp.click();
    await step.section.getByText(me.words.experiment.ready, { exact: true }).waitFor();
    await me.send("α", "again");
    await me.sees("again", [/α heard it/, /β heard it/]);
  });
});
