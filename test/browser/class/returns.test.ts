// The gateway ends and restarts in the middle of a class: everyone is back with name, progress and predictions.
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureSite, siteFolder } from "../../../servers/gateway/pages/build.ts";
import { createSite } from "../../../servers/gateway/pages/site.ts";
import { locateRedis, type Redis } from "../../../servers/redis/locate.ts";
import { instructorKey } from "../../class/people.ts";
import { stepsOf } from "../../lessons/read.ts";
import { openPlayground, type Playground } from "../../playground.ts";
import { endedMeanwhile as allowed, openBrowser, type TestBrowser } from "../browser.ts";
import { learner } from "../learner.ts";
import { joined, row, withinMs, words } from "./open-class.ts";

let redis: Redis;
let playground: Playground;
let browser: TestBrowser;

beforeAll(async () => {
  await ensureSite();
  [redis, browser] = await Promise.all([locateRedis({ kind: "embedded" }), openBrowser()]);
  playground = await start(0);
});
afterAll(async () => {
  await browser?.close();
  await playground?.close();
  await redis?.close();
});

const start = (port: number) =>
  openPlayground({
    port,
    capacity: 4,
    poolSize: 1,
    redis,
    site: createSite(siteFolder()),
    workshop: { instructorKey, publicUrl: null, learners: 1 },
  });

test("a class comes back after the gateway restarted", { timeout: 180_000 }, async () => {
  const { url } = playground;
  const page = await browser.open(`${url}/03-two-servers/`, { ...joined(url, "Ada"), allowed });
  const me = learner(page);
  await me.arrives();
  const step = me.experiment("broadcast");
  await step.predicts("α");
  await step.run.click();
  await step.ends();
  const instructorPage = await browser.open(`${url}/instructor/#key=${instructorKey}`, { allowed });
  await expect
    .poll(() => row(instructorPage, "Ada").getByRole("cell").allTextContents(), { timeout: withinMs })
    .toContain(`1/${stepsOf("lessons").length}`);

  await playground.close();
  await instructorPage.getByText(words.away).waitFor();
  await page.getByText(words.bar.down).waitFor();
  playground = await start(Number(new URL(url).port));

  await instructorPage.getByText(/1 here, 1 joined/).waitFor({ timeout: withinMs });
  await expect
    .poll(() => row(instructorPage, "Ada").getByRole("cell").allTextContents(), { timeout: withinMs })
    .toEqual(expect.arrayContaining(["03 · 1", `1/${stepsOf("lessons").length}`, "α"]));
  await page.getByText(words.bar.up).waitFor();
  // With a lab of the new gateway, which the instructor can look into.
  await me.arrives();
  await instructorPage.getByRole("button", { name: words.instructor.roster.viewLab("Ada") }).click();
  await instructorPage.getByText(words.instructor.learnerLab.readOnly).waitFor({ timeout: withinMs });
});
