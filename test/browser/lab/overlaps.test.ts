// Nothing covers anything else in the picture, from a phone to a projector, whatever a message did.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type BrowserWorld, endedMeanwhile, openBrowserWorld } from "../browser.ts";
import { learner } from "../learner.ts";
import { overlapsInPicture } from "../overlaps.ts";

let world: BrowserWorld;
beforeAll(async () => {
  world = await openBrowserWorld("embedded", { capacity: 20 });
});
afterAll(() => world?.close());

const sizes = [
  [360, 740],
  [390, 844],
  [768, 1024],
  [900, 800],
  [1024, 768],
  [1366, 650],
  [1440, 900],
  [1920, 1080],
] as const;

/** Silence and its reason, a server that is gone, a question and its answers, a balancer, and cables that are slow or cut. */
const scenes = [
  ["03-two-servers", "broadcast"],
  ["04-the-bug-your-users-report", "one-server"],
  ["06-a-bridge-by-hand", "one-connection"],
  ["08-rooms-and-questions", "room"],
  ["09-sticky-sessions", "websocket-only"],
  ["10-when-redis-goes-away", "stalled"],
  ["10-when-redis-goes-away", "waiting"],
] as const;

test.each(scenes)("%s, %s", async (lesson, id) => {
  const page = await world.open(`/${lesson}/`, { reducedMotion: "reduce", allowed: endedMeanwhile });
  const me = learner(page);
  const step = me.experiment(id);
  await step.answers();
  await step.run.click();
  await step.ends();
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    await expect.poll(() => page.evaluate(overlapsInPicture), { message: `${width} px` }).toEqual([]);
  }
});

test("the check finds a text that was moved onto another, and one that leaves its card", async () => {
  const page = await world.open("/03-two-servers/", { reducedMotion: "reduce" });
  const me = learner(page);
  await me.arrives();
  expect(await page.evaluate(overlapsInPicture)).toEqual([]);
  await page.evaluate(() => {
    const [card, face] = [
      document.querySelector(".picture .card .name"),
      document.querySelector(".picture .face"),
    ];
    if (!(card instanceof HTMLElement) || !(face instanceof HTMLElement)) throw new Error("no picture");
    card.style.translate = "0 -40px";
    face.style.translate = "0 90px";
  });
  const found = (await page.evaluate(overlapsInPicture)).join("\n");
  expect(found).toMatch(/name “Server A” leaves card/);
  expect(found).toMatch(/face “α” on card|card “Server A.*” on face “α”/);
});
